using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Companion.Hosting;
using Smartbox.Companion.Models;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Companion.Tests;

/// <summary>A companion with its real server and database in a folder of its own; it can be stopped and started again over the same state.</summary>
internal sealed class CompanionFixture : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("companion").FullName;
    private WebApplication? _app;
    private GrpcChannel? _channel;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));

    public CompanionOptions Options { get; private set; } = new();

    public string StatePath => Path.Combine(_folder, "state");

    public string ConfigPath => Path.Combine(_folder, "config");

    public AgentService.AgentServiceClient Client => new(_channel!);

    public static async Task<CompanionFixture> StartAsync(Action<CompanionOptions>? configure = null, IChatClient? model = null)
    {
        var fixture = new CompanionFixture();
        await fixture.StartAgainAsync(configure, model);
        return fixture;
    }

    public async Task StartAgainAsync(Action<CompanionOptions>? configure = null, IChatClient? model = null)
    {
        Directory.CreateDirectory(ConfigPath);
        Options = new CompanionOptions { StatePath = StatePath, ConfigPath = ConfigPath, ListenPort = 0, ModelRetryDelay = TimeSpan.Zero };
        configure?.Invoke(Options);
        _app = CompanionHost.Build(Options, Time, model is null ? null : new CompanionModel("fake", model));
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(CompanionHost.Endpoint(_app));
    }

    /// <summary>Stops the server while the client goes on to look at it.</summary>
    public Task StopServerAsync() => _app!.StopAsync();

    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    /// <summary>Lets the fake clock run in small steps, with time between them for what it wakes.</summary>
    public async Task AdvanceAsync(TimeSpan total)
    {
        var step = total / 20;
        for (var i = 0; i < 20; i++)
        {
            Time.Advance(step);
            await Client.ReadyAsync(new ReadyRequest());
        }
    }

    /// <summary>Advances by steps until something has happened.</summary>
    public async Task AdvanceUntilAsync(TimeSpan step, Task happened)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!happened.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(step);
            await Client.ReadyAsync(new ReadyRequest());
        }

        await happened;
    }

    public void Configure(string key, string value) => File.WriteAllText(Path.Combine(ConfigPath, key), value);

    /// <summary>Sends one message and returns the whole answer.</summary>
    public async Task<string> AskAsync(string text, string session = "main", string? run = null) => (await RunAsync(text, session, run)).Final;

    public async Task<Answer> RunAsync(string text, string session = "main", string? run = null)
    {
        using var call = Client.Run(
            new RunRequest { Session = session, Run = run ?? Guid.NewGuid().ToString("N"), User = "alice@example.com", Text = text },
            deadline: DateTime.MaxValue, cancellationToken: new CancellationTokenSource(Deadline).Token);
        var deltas = new List<string>();
        var final = new List<string>();
        await foreach (var frame in call.ResponseStream.ReadAllAsync())
        {
            final.Should().BeEmpty("final is the last frame");
            (frame.FrameCase == RunResponse.FrameOneofCase.Final ? final : deltas).Add(frame.HasFinal ? frame.Final : frame.Delta);
        }

        return new Answer(deltas, final.Should().ContainSingle().Subject);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

internal sealed record Answer(IReadOnlyList<string> Deltas, string Final);
