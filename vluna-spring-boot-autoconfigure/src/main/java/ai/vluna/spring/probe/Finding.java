package ai.vluna.spring.probe;

/**
 * Something that keeps the gate from charging.
 *
 * @param problem what is wrong and what follows from it, a sentence without secrets
 * @param remedy what to do about it, a sentence
 * @since 0.1.0
 */
public record Finding(String problem, String remedy) {

}
