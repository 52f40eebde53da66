using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>The backend makes the order and its answer is lost on the way, once or as often as it is asked for.</summary>
public sealed class LostAnswerTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Price = "KUDOS:0.5";

    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    /// <summary>The client tries four times, so three lost answers pass unnoticed, and four do not.</summary>
    public static TheoryData<int, bool, HttpStatusCode> Losses => new()
    {
        { 1, true, HttpStatusCode.Found },
        { 1, false, HttpStatusCode.Found },
        { 2, true, HttpStatusCode.Found },
        { 3, false, HttpStatusCode.Found },
        { 4, true, HttpStatusCode.ServiceUnavailable },
        { 4, false, HttpStatusCode.ServiceUnavailable },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whoever_comes_again_finds_the_order_whose_answer_was_lost(int times, bool isKnown, HttpStatusCode first)
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, Price);
        nodes.AllowTrouble();
        using var browser = new Browser(nodes.Addresses[0]);
        if (isKnown)
            browser.SetPaywallCookie(await nodes.WelcomeAsync());
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, After = true, Times = times });

        using var lost = await browser.OpenAsync(_essay);
        await nodes.RecoverAsync();
        using var found = await browser.OpenAsync(_essay);

        Assert.Equal(first, lost.StatusCode);
        var order = Assert.Single(await nodes.OrdersAsync(_essay));
        Assert.Contains(order.Id, found.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_never_got_the_answer_of_the_shop_either_finds_the_same_order()
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, Price, Price);
        nodes.AllowTrouble();
        using var crowd = new Crowd();
        var cookie = await nodes.WelcomeAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, After = true, Times = 4 });
        await crowd.AskAsync(1, _essay, cookie, nodes.Addresses[0]);
        await nodes.RecoverAsync();

        var again = await crowd.AskAsync(2, _essay, cookie, nodes.Addresses);

        var order = Assert.Single(await nodes.OrdersAsync(_essay));
        Assert.All(again, answer => Assert.Contains(order.Id, answer.Location!.AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_price_that_changes_meanwhile_makes_one_order_of_its_own()
    {
        const string NewPrice = "KUDOS:0.75";
        await using var nodes = await Nodes.OpenAsync(sandbox, Price, NewPrice);
        nodes.AllowTrouble();
        using var crowd = new Crowd();
        var cookie = await nodes.WelcomeAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, After = true, Times = 4 });
        var lost = await crowd.AskAsync(1, _essay, cookie, nodes.Addresses[0]);
        await nodes.RecoverAsync();

        foreach (var held in new[] { cookie, lost[0].Cookie })
        {
            var again = await crowd.AskAsync(2, _essay, held, nodes.Addresses[1]);
            Assert.All(again, answer => Assert.Equal(HttpStatusCode.Found, answer.Status));
        }

        Assert.Equal([Price, NewPrice], (await nodes.OrdersAsync(_essay)).Select(order => order.Amount));
    }
}
