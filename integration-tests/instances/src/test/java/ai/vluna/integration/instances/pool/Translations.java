package ai.vluna.integration.instances.pool;

import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.stereotype.Service;

/**
 * What is billed. It ends when all connections are held.
 */
@Service
public class Translations {

	static final String LABEL = "name";

	private final Crowd crowd;

	Translations(Crowd crowd) {
		this.crowd = crowd;
	}

	@BilledOperation(feature = ShopApplication.FEATURE, quantity = "#name.length()", labels = LABEL + "=#{#name}")
	public String translate(String name) {
		this.crowd.gather();
		return name;
	}

}
