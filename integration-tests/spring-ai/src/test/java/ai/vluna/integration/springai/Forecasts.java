package ai.vluna.integration.springai;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;

/**
 * Tools of which those that forecast are billed. They remember how they were called.
 */
class Forecasts {

	static final String FEATURE = "forecast";

	static final long QUANTITY = 2;

	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<Map<String, Object>> contexts = new CopyOnWriteArrayList<>();

	@Tool(description = "Forecasts the weather")
	String forecast(String city) {
		this.calls.add("forecast " + city);
		return "wet in " + city;
	}

	@Tool(description = "Forecasts the weather for the user", returnDirect = true)
	String forecastDirectly(String city) {
		this.calls.add("forecastDirectly " + city);
		return "dry in " + city;
	}

	@Tool(description = "Forecasts nothing")
	String forecastNothing(String city) {
		this.calls.add("forecastNothing " + city);
		throw new IllegalStateException("No clouds in " + city);
	}

	@Tool(description = "Forecasts and remembers the context")
	String forecastInContext(String city, ToolContext context) {
		this.contexts.add(context.getContext());
		return "misty in " + city;
	}

	@Tool(description = "Finds a city")
	String locate(String city) {
		this.calls.add("locate " + city);
		return "north of Rome";
	}

}
