using System.Net;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while an order is asked for.</summary>
public sealed class StatusTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_new_visitor_is_asked_to_come_back_and_buys_the_one_order_there_is(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        await stage.BreakAsync(BackendCall.AskStatus);

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable");
        await stage.MendAsync();
        await stage.BuyAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }

    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_visitor_with_an_unpaid_order_goes_on_with_it(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        using var before = await stage.Visitor.Browser.OpenAsync(stage.Page);
        await stage.BreakAsync(BackendCall.AskStatus);

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable");
        await stage.MendAsync();
        using var after = await stage.Visitor.Browser.OpenAsync(stage.Page);
        Assert.Equal((HttpStatusCode.Found, before.Headers.Location), (after.StatusCode, after.Headers.Location));
        await stage.BuyAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }
}
