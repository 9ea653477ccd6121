package ai.vluna.sample.ledger;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows the books of the embedded gate.
 */
@RestController
class LedgerController {

	private final ObjectProvider<Ledger> ledger;

	LedgerController(ObjectProvider<Ledger> ledger) {
		this.ledger = ledger;
	}

	@GetMapping("/api/ledger")
	List<LedgerLine> ledger() {
		Ledger ledger = this.ledger.getIfAvailable();
		if (ledger == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"Only the embedded gate shows its ledger here; a real gate keeps its own");
		}
		return ledger.lines();
	}

}
