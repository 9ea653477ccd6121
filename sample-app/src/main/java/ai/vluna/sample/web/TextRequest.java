package ai.vluna.sample.web;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * The body of every request.
 *
 * @param text the text to work on
 */
record TextRequest(@Nullable String text) {

	/**
	 * Return the text. Asked before the billed service is called, so that a request
	 * without text is not even authorized.
	 */
	String requiredText() {
		if (this.text == null || !StringUtils.hasText(this.text)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "'text' must not be blank");
		}
		return this.text;
	}

}
