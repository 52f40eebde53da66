namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while an order is created.</summary>
public sealed class CreateTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_new_visitor_is_asked_to_come_back_and_buys_the_one_order_there_is(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        await stage.BreakAsync(BackendCall.CreateOrder);

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable");
        Assert.Equal(stage.Trouble.IsDone ? 1 : 0, await stage.OrdersAsync());
        await stage.MendAsync();
        await stage.BuyAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }
}
