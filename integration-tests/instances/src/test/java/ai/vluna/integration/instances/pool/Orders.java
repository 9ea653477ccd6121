package ai.vluna.integration.instances.pool;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has work billed inside a transaction.
 */
@Service
public class Orders {

	private final Receipts receipts;

	private final Translations translations;

	private final Crowd crowd;

	Orders(Receipts receipts, Translations translations, Crowd crowd) {
		this.receipts = receipts;
		this.translations = translations;
		this.crowd = crowd;
	}

	@Transactional
	public void place(String name) {
		this.receipts.saveAndFlush(new Receipt(name));
		this.translations.translate(name);
		// No connection is given back before all of them have their usage stored.
		this.crowd.gather();
	}

}
