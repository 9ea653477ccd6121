package ai.vluna.spring.benchmarks.call;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;

import org.springframework.aop.aspectj.annotation.AspectJProxyFactory;

/**
 * {@code @Observed} with nothing but what it needs to fill a timer.
 */
final class ObservedProxy {

	private ObservedProxy() {
	}

	static ObservedSummaries around(ObservedSummaries target, MeterRegistry meters) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		AspectJProxyFactory factory = new AspectJProxyFactory(target);
		factory.addAspect(new ObservedAspect(registry));
		return factory.getProxy();
	}

}
