namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while the order is asked for that a wallet has shown again: the last of four calls.</summary>
public sealed class AdoptionTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_visitor_on_a_second_device_is_asked_to_come_back_and_pays_nothing(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        var bought = await stage.Visitor.BuyAsync(stage.Page);
        stage.Visitor.Browser.DeleteCookies();
        Assert.Equal("replayed", (await stage.Visitor.BuyAsync(stage.Page)).Outcome);
        await stage.BreakAsync(BackendCall.StatusOf(bought.OrderId!));

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable", alsoAnswered: 2);
        await stage.MendAsync();
        await stage.ReadAsync();
        Assert.Equal(3, await stage.OrdersAsync());
    }
}
