/**
 * What does the gate know beforehand: features, prices, limits and customers?
 */
@NullMarked
package ai.vluna.spring.test.gate.catalogue;

import org.jspecify.annotations.NullMarked;
