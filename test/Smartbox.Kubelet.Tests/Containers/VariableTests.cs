namespace Smartbox.Kubelet.Tests.Containers;

public sealed class VariableTests
{
    [Fact]
    public async Task Variables_OfEachSource_AreSet()
    {
        await using var node = await TestNode.StartAsync();
        node.Api.Secrets.Create(Pods.MissingThingsTests.Secret("s", ("A", "from-secret")));
        node.Run("x", """
            restartPolicy: Never
            containers:
            - name: main
              image: host
              command: [sh, -c, 'echo "$PA|$NAME|$IP|$REF|$ESC|$LIMIT|$CPU|$PEER|$WHERE|$DATA|${STATE-none}|$1|$HOSTNAME"', sh]
              args: ['$(NAME)-$(UNKNOWN)']
              envFrom: [{prefix: P, secretRef: {name: s}}]
              env:
              - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: REF, value: 'hello $(NAME)'}
              - {name: ESC, value: '$$(NAME)'}
              - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
              - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
              - {name: PEER, value: 'http://127.0.0.1:8080'}
              - {name: WHERE, value: /data/deep}
              volumeMounts: [{name: e, mountPath: /data}]
              resources: {limits: {memory: 64Mi}, requests: {cpu: 250m}}
            volumes: [{name: e, emptyDir: {}}]
            """);

        var pod = await node.UntilAsync("x", p => p.Status.Phase == "Succeeded");

        var ip = pod.Status.PodIP;
        var data = Path.Combine(node.Folder, "pods", pod.Metadata.Uid, "volumes", "e");
        (await node.LogAsync(new LogRequest("default", "x", "main"))).Trim()
            .Should().Be($"from-secret|x|{ip}|hello x|$(NAME)|64|250|http://{ip}:8080|{data}/deep|{data}|none|x-$(UNKNOWN)|x");
    }

    [Fact]
    public async Task Variables_OfTheKubeletItself_DoNotReachContainers()
    {
        Environment.SetEnvironmentVariable("KUBELET_TEST_SECRET", "x");
        await using var node = await TestNode.StartAsync();
        node.Run("x", "{restartPolicy: Never, containers: [{name: main, image: host, command: [sh, -c, 'echo ${KUBELET_TEST_SECRET-none}']}]}");

        await node.UntilAsync("x", p => p.Status.Phase == "Succeeded");

        (await node.LogAsync(new LogRequest("default", "x", "main"))).Should().Be("none\n");
    }

    [Fact]
    public async Task Pods_HaveAddressesOfTheirOwn()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("a", "containers: [{name: main, image: host, command: [sleep, '1000']}]");
        node.Run("b", "containers: [{name: main, image: host, command: [sleep, '1000']}]");
        node.Run("h", "{hostNetwork: true, containers: [{name: main, image: host, command: [sleep, '1000']}]}");

        var a = await node.UntilAsync("a", p => p.Status.Phase == "Running");
        var b = await node.UntilAsync("b", p => p.Status.Phase == "Running");
        var h = await node.UntilAsync("h", p => p.Status.Phase == "Running");

        a.Status.PodIP.Should().NotBe(b.Status.PodIP);
        h.Status.PodIP.Should().Be("127.0.0.1");
    }
}
