namespace Smartbox.Companion.Tests;

public sealed class ScriptedConversationTests
{
    [Theory]
    [InlineData("remember that my cat is called Miso", "what is my cat called?", "Your cat is called Miso.")]
    [InlineData("my cat is called Miso", "What's the name of my cat?", "Your cat is called Miso.")]
    [InlineData("My cat's name is Miso.", "what is my cat called", "Your cat's name is Miso.")]
    [InlineData("Hi! Please remember: my cat is called Miso!", "hey, can you tell me what my cat is called?", "Your cat is called Miso.")]
    [InlineData("I live in Graz", "where do I live?", "You live in Graz.")]
    [InlineData("Don't forget that I'm allergic to nuts", "do you remember what I'm allergic to?", "You are allergic to nuts.")]
    [InlineData("my favorite colour is blue", "What is my favourite color?", "Your favourite colour is blue.")]
    [InlineData("my name is Alice", "what is my name?", "Your name is Alice.")]
    [InlineData("remember the wifi password is Tr0ub4dor", "what is the wifi password?", "The wifi password is Tr0ub4dor.")]
    public async Task Question_AfterTheFact_IsAnsweredWithIt(string fact, string question, string answer)
    {
        await using var companion = await CompanionFixture.StartAsync();

        await companion.AskAsync(fact);

        (await companion.AskAsync(question)).Replace("favorite", "favourite", StringComparison.Ordinal).Should().Be(answer);
    }

    [Fact]
    public async Task Question_OfSomethingElse_IsNotAnsweredWithWhatIsKnown()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("my cat is called Miso");

        var answer = await companion.AskAsync("what is my dog called?");

        answer.Should().StartWith("I do not know that.").And.NotContain("Your cat");
    }

    [Fact]
    public async Task Fact_SaidAnew_TakesThePlaceOfTheOld()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("my cat is called Miso");
        await companion.AskAsync("my cat's name is Luna");

        (await companion.AskAsync("what do you remember?")).Should().Be("I remember:\n- Your cat's name is Luna.");
    }

    [Fact]
    public async Task WhatDoYouRemember_ListsAllOrThoseAboutSomething()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("my cat is called Miso");
        await companion.AskAsync("I live in Graz");

        (await companion.AskAsync("what do you remember?")).Should().Be("I remember:\n- You live in Graz.\n- Your cat is called Miso.");
        (await companion.AskAsync("what do you know about my cat?")).Should().Be("I remember:\n- Your cat is called Miso.");
    }

    [Fact]
    public async Task Forget_ForgetsWhatIsNamedAndNothingElse()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("my cat is called Miso");
        await companion.AskAsync("my cat is 3 years old");
        await companion.AskAsync("I live in Graz");

        (await companion.AskAsync("forget my cat")).Should().Contain("your cat is called Miso").And.Contain("your cat is 3 years old");

        (await companion.AskAsync("what do you remember?")).Should().Be("I remember:\n- You live in Graz.");
        (await companion.AskAsync("forget everything")).Should().Contain("only what you name");
        (await companion.AskAsync("forget the moon")).Should().Contain("nothing to forget");
    }

    [Theory]
    [InlineData("hello", "Hello!")]
    [InlineData("Hi!", "Hello!")]
    [InlineData("who are you?", "built-in scripted model")]
    [InlineData("what can you do?", "built-in scripted model")]
    [InlineData("colourless green ideas sleep furiously", "I did not understand that.")]
    [InlineData("thanks a lot", "You are welcome.")]
    [InlineData("remind me to stretch", "Tell me what and when")]
    public async Task Smalltalk_IsAnsweredHonestly(string message, string expected)
    {
        await using var companion = await CompanionFixture.StartAsync();

        (await companion.AskAsync(message)).Should().Contain(expected);
    }

    [Theory]
    [InlineData("remind me in 10 minutes to stretch", "I will remind you today 09:10 UTC: stretch.")]
    [InlineData("Remind me to call my mum in half an hour.", "I will remind you today 09:30 UTC: call your mum.")]
    [InlineData("please remind me at 18:30 to cook", "I will remind you today 18:30 UTC: cook.")]
    [InlineData("remind me to cook at 6:30 pm", "I will remind you today 18:30 UTC: cook.")]
    [InlineData("remind me at 8:00 to run", "I will remind you tomorrow 08:00 UTC: run.")]
    [InlineData("remind me tomorrow at 12 to eat", "I will remind you tomorrow 12:00 UTC: eat.")]
    [InlineData("remind me to eat at 9:30 tomorrow", "I will remind you tomorrow 09:30 UTC: eat.")]
    [InlineData("remind me in 2 days to water the plants", "I will remind you 2026-11-27 09:00 UTC: water the plants.")]
    public async Task Reminder_IsConfirmedWithItsTime(string message, string expected)
    {
        await using var companion = await CompanionFixture.StartAsync();

        (await companion.AskAsync(message)).Should().Be(expected);
    }

    [Fact]
    public async Task Reminder_InAConfiguredZone_MeansItsLocalTime()
    {
        await using var companion = await CompanionFixture.StartAsync();
        companion.Configure("timeZone", "Europe/Vienna");

        (await companion.AskAsync("remind me at 10:30 to cook")).Should().Be("I will remind you today 10:30 Europe/Vienna: cook.");
    }

    [Fact]
    public async Task Answer_ComesInPiecesThatMakeTheWhole()
    {
        await using var companion = await CompanionFixture.StartAsync();

        var answer = await companion.RunAsync("hello");

        answer.Deltas.Should().HaveCountGreaterThan(10);
        string.Concat(answer.Deltas).Should().Be(answer.Final);
    }
}
