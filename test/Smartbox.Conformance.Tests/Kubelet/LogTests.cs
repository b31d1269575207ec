using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Kubelet;

/// <summary>Logs of containers.</summary>
public sealed class LogTests
{
    [SkippableTheory]
    [Servers]
    public async Task Log_InEachPart_HasTheLinesThatWereAskedFor(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", "{restartPolicy: Never, containers: [{name: c, image: $image, command: [sh, -c, 'echo one; echo two; echo three; printf four']}]}");
        await @case.AwaitPhaseAsync("p", "Succeeded");

        (await @case.LogAsync("p", "c")).Should().Be("one\ntwo\nthree\nfour");
        (await @case.LogAsync("p", "c", "&tailLines=2")).Should().Be("three\nfour");
        (await @case.LogAsync("p", "c", "&tailLines=0")).Should().BeEmpty();
        (await @case.LogAsync("p", "c", "&tailLines=9")).Should().Be("one\ntwo\nthree\nfour");
        (await @case.LogAsync("p", "c", "&limitBytes=5")).Should().Be("one\nt");
        (await @case.LogAsync("p", "c", "&sinceSeconds=600")).Should().Be("one\ntwo\nthree\nfour");
        (await @case.LogAsync("p", "c", "&sinceTime=2999-01-01T00:00:00Z")).Should().BeEmpty();
        (await @case.LogAsync("p", "c", "&timestamps=true&tailLines=3")).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z two\n[^ \n]+Z three\n[^ \n]+Z four$");
        (await @case.LogAsync("p", "c", "&follow=true")).Should().Be("one\ntwo\nthree\nfour");
        var answer = await @case.TryAsync(HttpMethod.Get, PodCase.Pods + "/p/log", accept: "*/*");
        answer.ContentType.Should().Be("text/plain");
    }

    [SkippableTheory]
    [Servers]
    public async Task Log_ThatIsFollowed_EndsWithItsContainer(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("p", "{restartPolicy: Never, containers: [{name: c, image: $image, command: [sh, -c, 'echo one; sleep 2; echo two; sleep 1; echo three']}]}");
        await @case.AwaitPodAsync("p", s => s.Container("c")?["state"]!["running"] is not null);

        using var log = await @case.WatchAsync(PodCase.Pods + "/p/log?follow=true");

        (await log.ReadTextAsync()).Should().Be("one\ntwo\nthree\n");
    }

    [SkippableTheory]
    [Servers]
    public async Task Log_ThatCannotBeRead_SaysWhy(ServerKind kind)
    {
        await using var @case = await PodCase.BeginAsync(kind);
        await @case.RunAsync("two", "{restartPolicy: Never, containers: [{name: c, image: $image, command: [sh, -c, 'exit 0']}, {name: d, image: $image, command: [sh, -c, 'exit 0']}]}");
        await @case.RunAsync("none", "containers: [{name: c, image: example.com/none:1, imagePullPolicy: Never}]");
        await @case.AwaitPhaseAsync("two", "Succeeded");
        await @case.AwaitWaitingAsync("none", "c", "ErrImageNeverPull");

        await @case.GetAsync(PodCase.Pods + "/two/log");
        await @case.GetAsync(PodCase.Pods + "/two/log?container=nobody");
        await @case.GetAsync(PodCase.Pods + "/two/log?container=c&previous=true");
        await @case.GetAsync(PodCase.Pods + "/two/log?container=c&tailLines=-1");
        await @case.GetAsync(PodCase.Pods + "/two/log?container=c&sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z");
        await @case.GetAsync(PodCase.Pods + "/none/log");
        await @case.GetAsync(PodCase.Pods + "/nobody/log");

        @case.Verify();
    }
}
