using Grpc.Core;
using Smartbox.Companion.Reminders;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Companion.Tests;

public sealed class ReminderTests
{
    [Fact]
    public async Task Reminder_Due_BecomesANoticeInItsSession()
    {
        await using var companion = await CompanionFixture.StartAsync();
        using var notices = companion.Client.Notices(new NoticesRequest());
        await companion.AskAsync("remind me in 10 minutes to stretch", session: "work");

        var next = notices.ResponseStream.MoveNext(Limit());
        await companion.AdvanceAsync(TimeSpan.FromMinutes(9));
        next.IsCompleted.Should().BeFalse("it is not due yet");
        await companion.AdvanceUntilAsync(TimeSpan.FromMinutes(1), next);

        notices.ResponseStream.Current.Session.Should().Be("work");
        notices.ResponseStream.Current.Text.Should().Be("Reminder: stretch");
    }

    [Fact]
    public async Task Notice_NotAcknowledged_IsRepeatedWithTheSameId()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("remind me in 1 minute to stretch");
        companion.Time.Advance(TimeSpan.FromMinutes(1));
        using var notices = companion.Client.Notices(new NoticesRequest());
        await notices.ResponseStream.MoveNext(Limit());
        var first = notices.ResponseStream.Current;

        var again = notices.ResponseStream.MoveNext(Limit());
        await companion.AdvanceUntilAsync(TimeSpan.FromSeconds(30), again);

        notices.ResponseStream.Current.Should().Be(first);
    }

    [Fact]
    public async Task Notice_Acknowledged_IsNotRepeated_NeitherHereNorOnAnotherStream()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("remind me in 1 minute to stretch");
        await companion.AskAsync("remind me in 60 minutes to cook");
        companion.Time.Advance(TimeSpan.FromMinutes(1));
        using var notices = companion.Client.Notices(new NoticesRequest());
        await notices.ResponseStream.MoveNext(Limit());

        await companion.Client.AckNoticeAsync(new AckNoticeRequest { Id = notices.ResponseStream.Current.Id });
        await companion.Client.AckNoticeAsync(new AckNoticeRequest { Id = notices.ResponseStream.Current.Id });
        await companion.Client.AckNoticeAsync(new AckNoticeRequest { Id = "unknown" });
        var next = notices.ResponseStream.MoveNext(Limit());
        using var other = companion.Client.Notices(new NoticesRequest());
        var otherNext = other.ResponseStream.MoveNext(Limit());
        await companion.AdvanceUntilAsync(TimeSpan.FromMinutes(5), Task.WhenAll(next, otherNext));

        notices.ResponseStream.Current.Text.Should().Be("Reminder: cook");
        other.ResponseStream.Current.Text.Should().Be("Reminder: cook");
    }

    [Fact]
    public async Task Reminder_DueWhileTheCompanionWasDown_IsDeliveredAtStart()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("remind me at 18:30 to cook");
        await companion.StopAsync();
        companion.Time.Advance(TimeSpan.FromDays(1));

        await companion.StartAgainAsync();
        using var notices = companion.Client.Notices(new NoticesRequest());

        (await notices.ResponseStream.MoveNext(Limit())).Should().BeTrue();
        notices.ResponseStream.Current.Text.Should().Be("Reminder: cook");
    }

    [Fact]
    public async Task Notices_WhenTheCompanionStops_EndAtOnce()
    {
        await using var companion = await CompanionFixture.StartAsync();
        using var notices = companion.Client.Notices(new NoticesRequest());
        await companion.Client.ReadyAsync(new ReadyRequest());

        var stopping = companion.StopServerAsync();
        var read = () => notices.ResponseStream.MoveNext(Limit());

        (await read.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
        await stopping.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Reminder_Delivered_IsPartOfTheConversation()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("remind me in 1 minute to stretch");
        companion.Time.Advance(TimeSpan.FromMinutes(1));
        using (var notices = companion.Client.Notices(new NoticesRequest()))
        {
            await notices.ResponseStream.MoveNext(Limit());
            await companion.Client.AckNoticeAsync(new AckNoticeRequest { Id = notices.ResponseStream.Current.Id });
        }

        await companion.StopAsync();
        var model = new FakeModel("well done");
        await companion.StartAgainAsync(model: model);
        await companion.AskAsync("done!");

        model.Requests.Single().Select(message => message.Text).Should().ContainInOrder("stretch", "done!");
    }

    [Theory]
    [InlineData("2026-11-25T18:30", "2026-11-25T17:30:00Z")]
    [InlineData("2026-11-25T18:30:00Z", "2026-11-25T18:30:00Z")]
    [InlineData("2026-11-25T18:30+05:00", "2026-11-25T13:30:00Z")]
    [InlineData("18:30", "2026-11-25T17:30:00Z")]
    [InlineData("9:30", "2026-11-26T08:30:00Z")]
    [InlineData("tomorrow 09:30", "2026-11-26T08:30:00Z")]
    [InlineData("2027-03-28T02:30", "2027-03-28T01:30:00Z")] // the hour that the clocks skip
    public void Clock_TimeInVienna_IsThisInstant(string at, string expected)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");
        var now = DateTimeOffset.Parse("2026-11-25T09:00:00Z");

        ReminderClock.At(now, at, zone).UtcDateTime.Should().Be(DateTimeOffset.Parse(expected).UtcDateTime);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("25:00")]
    [InlineData("2020-01-01T00:00")]
    [InlineData("2999-01-01T00:00")]
    public void Clock_ImpossibleTime_IsRefused(string at)
    {
        var read = () => ReminderClock.At(DateTimeOffset.Parse("2026-11-25T09:00:00Z"), at, TimeZoneInfo.Utc);

        read.Should().Throw<CompanionException>();
    }

    private static CancellationToken Limit() => new CancellationTokenSource(CompanionFixture.Deadline).Token;
}
