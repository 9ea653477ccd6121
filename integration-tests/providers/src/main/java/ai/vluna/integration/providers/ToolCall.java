package ai.vluna.integration.providers;

/**
 * A tool that the model wants to be called.
 *
 * @param id the id of the call
 * @param name the name of the tool
 * @param arguments the arguments, a JSON object
 */
public record ToolCall(String id, String name, String arguments) {

}
