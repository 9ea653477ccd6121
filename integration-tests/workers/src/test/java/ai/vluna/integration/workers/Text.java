package ai.vluna.integration.workers;

/**
 * A piece of work.
 *
 * @param id what tells it from all others
 * @param tenant the customer who wants it done
 * @param user their user
 * @param words what to translate
 */
public record Text(String id, String tenant, String user, String words) {

}
