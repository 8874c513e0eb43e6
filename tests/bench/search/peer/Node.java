import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on loopback: java -cp 'JARS/*' Node.java FOLDER PORT. */
public class Node {
    public static void main(String[] arguments) throws Exception {
        new OpenSearchRunner().onBuild((number, settings) -> {
            settings.put("discovery.type", "single-node");
            settings.put("network.host", "127.0.0.1");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            settings.put("http.port", arguments[1]);
        }).build(newConfigs().basePath(arguments[0]).numOfNode(1).clusterName("peer").useLogger());
        Thread.currentThread().join();
    }
}
