package ai.vluna.integration.instances.pool;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has work billed in a request whose session, and with it a connection, stays open to its
 * end.
 */
@RestController
class OrderController {

	private final Receipts receipts;

	private final Translations translations;

	private final Crowd crowd;

	OrderController(Receipts receipts, Translations translations, Crowd crowd) {
		this.receipts = receipts;
		this.translations = translations;
		this.crowd = crowd;
	}

	@PostMapping("/orders/{name}")
	String order(@PathVariable("name") String name) {
		this.receipts.save(new Receipt(name));
		String translation = this.translations.translate(name);
		this.crowd.gather();
		return translation;
	}

}
