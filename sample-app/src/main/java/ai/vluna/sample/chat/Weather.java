package ai.vluna.sample.chat;

import java.util.List;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * A tool that costs money, as it would if its data were bought from somebody. It always
 * says the same of the same city.
 */
@Component
class Weather {

	private static final List<String> SKIES = List.of("sunny", "cloudy", "windy", "foggy", "rainy", "snowy");

	@Tool(description = "Tells what the weather in a city will be tomorrow")
	String weather(@ToolParam(description = "The name of the city") String city) {
		return "It will be %s in %s tomorrow.".formatted(SKIES.get(Math.floorMod(city.hashCode(), SKIES.size())), city);
	}

}
