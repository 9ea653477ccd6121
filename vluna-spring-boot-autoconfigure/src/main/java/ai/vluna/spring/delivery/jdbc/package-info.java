/**
 * Which row is written, claimed, tried again or set aside so that usage survives in the
 * application's database?
 */
@NullMarked
package ai.vluna.spring.delivery.jdbc;

import org.jspecify.annotations.NullMarked;
