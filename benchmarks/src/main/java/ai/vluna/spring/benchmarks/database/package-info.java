/**
 * Where do the stores lie that are measured?
 */
@NullMarked
package ai.vluna.spring.benchmarks.database;

import org.jspecify.annotations.NullMarked;
