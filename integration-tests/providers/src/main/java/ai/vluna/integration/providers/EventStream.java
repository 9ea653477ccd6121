package ai.vluna.integration.providers;

import java.util.List;

/**
 * The events of a streamed answer, as they are written.
 *
 * @param opening what comes before the first piece
 * @param pieces the pieces
 * @param closing what makes the answer complete
 */
record EventStream(List<String> opening, List<String> pieces, List<String> closing) {

}
