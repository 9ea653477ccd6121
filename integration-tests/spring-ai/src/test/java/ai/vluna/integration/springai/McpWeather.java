package ai.vluna.integration.springai;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/**
 * An MCP server over HTTP that knows the weather. It remembers what reached it.
 */
final class McpWeather implements AutoCloseable {

	private static final String ENDPOINT = "/mcp";

	private static final Map<String, Object> CITY = Map.of("type", "object", "properties",
			Map.of("city", Map.of("type", "string")));

	final List<CallToolRequest> calls = new CopyOnWriteArrayList<>();

	final List<String> headers = new CopyOnWriteArrayList<>();

	private final Tomcat tomcat = new Tomcat();

	private final McpSyncServer server;

	private McpWeather() {
		HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
			.mcpEndpoint(ENDPOINT)
			.contextExtractor(this::remember)
			.build();
		this.server = McpServer.sync(transport)
			.serverInfo("weather", "1")
			.toolCall(tool("look_up"), (exchange, call) -> answer(call, "wet in ", false))
			.toolCall(tool("fail"), (exchange, call) -> answer(call, "No clouds in ", true))
			.build();
		this.tomcat.setPort(0);
		this.tomcat.setBaseDir(Path.of("target", "mcp").toString());
		Context context = this.tomcat.addContext("", null);
		Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
		context.addServletMappingDecoded(ENDPOINT, "mcp");
	}

	static McpWeather start() throws LifecycleException {
		McpWeather weather = new McpWeather();
		// Makes the connector, which is else left out.
		weather.tomcat.getConnector();
		weather.tomcat.start();
		return weather;
	}

	private static Tool tool(String name) {
		return Tool.builder(name, CITY).description("Looks out of the window").build();
	}

	private McpTransportContext remember(HttpServletRequest request) {
		Collections.list(request.getHeaderNames())
			.forEach((name) -> this.headers.add(name + ": " + request.getHeader(name)));
		return McpTransportContext.EMPTY;
	}

	private CallToolResult answer(CallToolRequest call, String weather, boolean failed) {
		this.calls.add(call);
		return CallToolResult.builder().addTextContent(weather + call.arguments().get("city")).isError(failed).build();
	}

	String url() {
		return "http://localhost:" + this.tomcat.getConnector().getLocalPort();
	}

	void reset() {
		this.calls.clear();
		this.headers.clear();
	}

	@Override
	public void close() throws LifecycleException {
		this.server.close();
		this.tomcat.stop();
		this.tomcat.destroy();
	}

}
