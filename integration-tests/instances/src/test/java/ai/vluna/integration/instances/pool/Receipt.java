package ai.vluna.integration.instances.pool;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * What the application keeps of an order.
 */
@Entity
class Receipt {

	@Id
	private @Nullable String name;

	protected Receipt() {
	}

	Receipt(String name) {
		this.name = name;
	}

	@Nullable String getName() {
		return this.name;
	}

}
