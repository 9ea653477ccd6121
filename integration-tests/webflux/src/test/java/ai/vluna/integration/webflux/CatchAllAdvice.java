package ai.vluna.integration.webflux;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What many applications have: an answer to everything, first in line.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class CatchAllAdvice {

	@ExceptionHandler
	ResponseEntity<String> answer(Exception ex) {
		return ResponseEntity.status(418).body("caught " + ex.getMessage());
	}

}
