/**
 * What becomes of usage when an application ends as it should?
 */
@NullMarked
package ai.vluna.integration.instances.shutdown;

import org.jspecify.annotations.NullMarked;
