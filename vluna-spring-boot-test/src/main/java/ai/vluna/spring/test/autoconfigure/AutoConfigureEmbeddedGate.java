package ai.vluna.spring.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.test.gate.EmbeddedGate;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Put on a test class, starts an {@link EmbeddedGate} with its application context and
 * connects the application to it. The catalogue comes from {@code vluna.embedded-gate}
 * properties, or from an {@code EmbeddedGate} or {@code GateCatalogue} bean of the test.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(EmbeddedGateAutoConfiguration.class)
@PropertyMapping("vluna.embedded-gate")
public @interface AutoConfigureEmbeddedGate {

	/**
	 * Returns whether the gate is started.
	 * @return {@code false} to leave it out
	 */
	boolean enabled() default true;

}
