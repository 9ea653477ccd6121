package ai.vluna.integration.instances.shutdown;

import org.springframework.boot.WebApplicationType;

/**
 * The end of an application on Netty.
 */
class ReactiveShutdownTests extends ShutdownSuite {

	ReactiveShutdownTests() {
		super(ReactiveApplication.class, WebApplicationType.REACTIVE);
	}

}
