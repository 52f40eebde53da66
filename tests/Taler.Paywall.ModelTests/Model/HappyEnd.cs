using Taler.Paywall.ModelTests.Histories;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>How every history must end: with a healthy backend and a willing wallet, whoever wanted to read reads, and pays at most once for it.</summary>
internal sealed class HappyEnd(Scene scene, Traffic traffic, Purse purse)
{
    /// <summary>Within this many requests: price page, order, claimed, replaced, refunded and bought again may all lie before the content.</summary>
    private const int MaxTries = 10;

    private const int MaxWishes = 3;

    /// <summary>A backend that failed often is left alone for less. Longer if the clocks were set back meanwhile, for the circuit breaker goes by the date.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    public async Task ReachAsync()
    {
        scene.Tell("In the end the backend is healthy.");
        scene.Stage.Troubles.Clear();
        scene.Stage.Clock.Advance(Recovery + scene.SetBack);
        var wishes = scene.Wishes.Select(wish => wish with { Way = wish.Way is Way.Header or Way.Key ? wish.Way : Way.Page }).Distinct().Take(MaxWishes).ToList();
        foreach (var (browser, resource, way) in wishes.Where(wish => scene.Forged.All(forged => forged.Resource != wish.Resource)))
            await ReadAsync(scene.Browsers[browser], resource, way);
    }

    private async Task ReadAsync(Browser browser, int resource, Way way)
    {
        scene.Tell($"{Names.Browser(browser.Number)} wants {Names.Resource(resource)} ({way}).");
        var wallet = Names.WalletOf(browser.Number);
        var charges = purse.HasBought(wallet, resource) ? 1 : 0;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var ending = await traffic.VisitAsync(browser, resource, tries % 2, way);
            if (ending is Ending.PricePage)
                ending = await traffic.PressAsync(browser, resource, tries % 2, way, "order");
            switch (ending)
            {
                case Ending.Content:
                    scene.Tally.Count("Histories", "visitors who ended in the content");
                    return;
                case Ending.RefundPage:
                    await traffic.PressAsync(browser, resource, tries % 2, way, "buy-again");
                    way = GoOn(browser, way);
                    break;
                case Ending.PayDemand:
                    if (await purse.PayAsync(browser, resource, wallet) && ++charges > 1)
                        throw scene.Break("A visitor is charged twice.");
                    break;
                case Ending.ComeAgain:
                    way = GoOn(browser, way);
                    break;
            }
        }
        throw scene.Break($"After {MaxTries} requests the visitor still does not read.");
    }

    /// <summary>A key stands for the beginning of a session. Who is to go on from an answer does so with the session of that answer.</summary>
    private static Way GoOn(Browser browser, Way way)
    {
        if (way is not Way.Key)
            return way;
        browser.Ticket = browser.TicketOfKey;
        return Way.Header;
    }
}
