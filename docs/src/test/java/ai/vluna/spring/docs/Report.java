package ai.vluna.spring.docs;

/**
 * What the documented service writes.
 *
 * @param topic the topic
 * @param pages the number of pages
 */
public record Report(String topic, int pages) {

}
