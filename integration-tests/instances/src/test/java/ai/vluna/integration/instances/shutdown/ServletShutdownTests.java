package ai.vluna.integration.instances.shutdown;

import org.springframework.boot.WebApplicationType;

/**
 * The end of an application on Tomcat.
 */
class ServletShutdownTests extends ShutdownSuite {

	ServletShutdownTests() {
		super(ServletApplication.class, WebApplicationType.SERVLET);
	}

}
