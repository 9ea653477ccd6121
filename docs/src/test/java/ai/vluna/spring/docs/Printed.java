package ai.vluna.spring.docs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.core.annotation.AliasFor;

/**
 * The documented annotation of an application.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@BilledOperation(featureFamily = "press", quantity = "#result.pages", labels = "team=press")
public @interface Printed {

	/**
	 * The feature that is used.
	 * @return the feature code
	 */
	@AliasFor(annotation = BilledOperation.class, attribute = "feature")
	String value();

}
