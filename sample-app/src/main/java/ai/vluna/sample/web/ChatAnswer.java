package ai.vluna.sample.web;

/**
 * What the assistant says, or some words of it.
 *
 * @param answer the text
 */
record ChatAnswer(String answer) {

}
