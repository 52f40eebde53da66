namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Visitors who paid read on through an outage.</summary>
public sealed class PaidTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutageGrace = TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_payment_holds_for_its_lifetime_without_a_call_then_for_the_grace_and_no_longer(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        await stage.BuyAsync();

        await stage.BreakAsync(BackendCall.AskStatus);
        await stage.ReadAsync();
        stage.ExpectNoCalls();
        stage.ExpectQuiet();
        Assert.Equal(["serve_cached"], stage.Measured.Decisions);

        stage.Shop.Clock.Advance(Lifetime + Moment);
        await stage.BreakAsync(BackendCall.AskStatus);
        await stage.ReadAsync();
        stage.ExpectSeen("serve_outage");
        await stage.ReadAsync();
        stage.ExpectTries();

        stage.Shop.Clock.Advance(OutageGrace);
        await stage.BreakAsync(BackendCall.AskStatus);
        await stage.ExpectUnavailableAsync();
        stage.ExpectSeen("unavailable", alsoTold: "OutageGraceEnded");

        await stage.MendAsync();
        await stage.ReadAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }

    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task Without_a_grace_a_payment_holds_for_its_lifetime_only(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble, ("PaymentCache:OutageGrace", "00:00:00"));
        await stage.BuyAsync();
        stage.Shop.Clock.Advance(Lifetime + Moment);
        await stage.BreakAsync(BackendCall.AskStatus);

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable");
        await stage.MendAsync();
        await stage.ReadAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }
}
