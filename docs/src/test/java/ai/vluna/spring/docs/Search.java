package ai.vluna.spring.docs;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/**
 * A tool that is billed by its name.
 */
@Component
class Search {

	@Tool(description = "Searches the web")
	String search(String words) {
		return "nothing about " + words;
	}

}
