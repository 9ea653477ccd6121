package ai.vluna.integration.instances.fleet;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where requests come in.
 */
@RestController
class LetterController {

	private final Letters letters;

	LetterController(Letters letters) {
		this.letters = letters;
	}

	@PostMapping("/write/{number}")
	String write(@PathVariable("number") long number) {
		return this.letters.write(number);
	}

	@PostMapping(path = "/dictate/{number}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> dictate(@PathVariable("number") long number) {
		return this.letters.dictate(number);
	}

}
