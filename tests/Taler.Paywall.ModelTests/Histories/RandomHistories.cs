using FsCheck;
using FsCheck.Fluent;
using Taler.Paywall.ModelTests.World;

namespace Taler.Paywall.ModelTests.Histories;

/// <summary>
/// Random histories of 10 to 25 steps. The weights bring purchases about, and then what can go wrong with them: one resource and one browser
/// come most often, so that steps have to do with each other.
/// </summary>
internal static class RandomHistories
{
    private const int MaxSteps = 25;

    private static readonly Gen<int> Browser = Gen.Frequency((5, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)));
    private static readonly Gen<int> Resource = Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Constant(1)), (2, Gen.Constant(2)));
    private static readonly Gen<int> Node = Gen.Choose(0, 1);
    private static readonly Gen<int> NodeOrNone = Gen.Choose(0, 2);

    private static readonly Gen<Way> Ways = Gen.Frequency(
        (10, Gen.Constant(Way.Page)), (2, Gen.Constant(Way.Script)), (2, Gen.Constant(Way.Header)), (2, Gen.Constant(Way.Key)), (1, Gen.Constant(Way.Look)));

    private static readonly Gen<TimeSpan> Times = Gen.Frequency(
        (3, Gen.Constant(TimeSpan.FromSeconds(6))),
        (3, Gen.Constant(TimeSpan.FromMinutes(1))),
        (4, Gen.Constant(ShopSettings.CacheLifetime + TimeSpan.FromSeconds(1))),
        (4, Gen.Constant(Backend.PayDelay - TimeSpan.FromSeconds(10))),
        (4, Gen.Constant(Backend.PayDelay + TimeSpan.FromSeconds(1))),
        (2, Gen.Constant(ShopSettings.OutageGrace - TimeSpan.FromMinutes(2))),
        (2, Gen.Constant(ShopSettings.OutageGrace + TimeSpan.FromMinutes(6))),
        (1, Gen.Constant(ShopSettings.SessionLifetime * 0.2)),
        (1, Gen.Constant(ShopSettings.SessionLifetime + TimeSpan.FromSeconds(1))));

    private static readonly Gen<Step> AnyStep = Gen.Frequency<Step>(
        (60, from browser in Browser from resource in Resource from node in Node from way in Ways select (Step)new Visit(browser, resource, node, way)),
        (6, from browser in Browser from resource in Resource select (Step)new Tabs(browser, resource)),
        (12, from browser in Browser from resource in Resource from node in Node select (Step)new Order(browser, resource, node)),
        (8, from browser in Browser from resource in Resource from node in Node select (Step)new BuyAgain(browser, resource, node)),
        (6, from browser in Browser from resource in Resource from wallet in Gen.Choose(0, Names.Wallets - 1) select (Step)new Claim(browser, resource, wallet)),
        (30, from browser in Browser from resource in Resource select (Step)new Pay(browser, resource, Names.WalletOf(browser))),
        (5, from browser in Browser from resource in Resource from wallet in Gen.Choose(0, Names.Wallets - 1) select (Step)new Pay(browser, resource, wallet)),
        (1, from browser in Browser from resource in Resource select (Step)new Forge(browser, resource)),
        (8, from resource in Resource from node in NodeOrNone from isWhole in Gen.Elements(true, false) select (Step)new Refund(resource, node, isWhole)),
        (4, from resource in Resource select (Step)new PickUp(resource)),
        (6, from node in NodeOrNone from price in Gen.Choose(0, ShopSettings.Prices.Length - 1) select (Step)new Reprice(node, price)),
        (4, from browser in Browser select (Step)new DropCookies(browser)),
        (4, from source in Browser from to in Browser select (Step)new CopyCookies(source, to)),
        (4, from browser in Browser from back in Gen.Choose(1, 4) select (Step)new RestoreCookie(browser, back)),
        (20, from time in Times select (Step)new Pass(time)),
        (1, from seconds in Gen.Elements(5, 40) select (Step)new SetBack(TimeSpan.FromSeconds(seconds))),
        (14, from harm in Gen.Elements(Enum.GetValues<Harm>())
             from calls in Gen.Elements(Enum.GetValues<Calls>())
             from node in NodeOrNone
             from times in Gen.Elements(1, 2, 4, 8, 50)
             select (Step)new Trouble(harm, calls, node, times)),
        (6, Gen.Constant<Step>(new Heal())),
        (1, from node in Node select (Step)new Restart(node)),
        (2, Gen.Constant<Step>(new Collect())),
        (1, from resource in Resource select (Step)new Lose(resource)));

    /// <summary>Mostly single steps. Now and then somebody buys and reads, or comes back, some time later or in an outage, and nothing comes between.</summary>
    private static readonly Gen<Step[]> Scenes = Gen.Frequency(
        (10, AnyStep.Select(step => new[] { step })),
        (1, from browser in Browser
            from resource in Resource
            from node in Node
            select (Step[])[new Visit(browser, resource, node, Way.Page), new Order(browser, resource, node), new Pay(browser, resource, Names.WalletOf(browser)), new Visit(browser, resource, node, Way.Page)]),
        (1, from browser in Browser
            from resource in Resource
            from node in Node
            from time in Times
            select (Step[])[new Visit(browser, resource, node, Way.Page), new Pass(time), new Visit(browser, resource, node, Way.Page)]),
        (1, from browser in Browser
            from resource in Resource
            from node in Node
            from time in Times
            from harm in Gen.Elements(Enum.GetValues<Harm>())
            select (Step[])[new Visit(browser, resource, node, Way.Page), new Trouble(harm, Calls.Asking, node, Times: 50), new Pass(time), new Visit(browser, resource, node, Way.Page)]));

    public static Arbitrary<History> All { get; } = Arb.From(
        from onClick in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from length in Gen.Choose(10, MaxSteps)
        from scenes in Gen.ArrayOf(Scenes, length)
        select new History(onClick, [.. scenes.SelectMany(scene => scene).Take(length)]),
        Shrink);

    /// <summary>Shorter histories first: without a half, a quarter, and so on down to a single step. Then simpler steps.</summary>
    private static IEnumerable<History> Shrink(History history)
    {
        var steps = history.Steps;
        for (var cut = steps.Count / 2; cut > 0; cut /= 2)
        {
            for (var at = 0; at + cut <= steps.Count; at += cut)
                yield return history with { Steps = [.. steps.Take(at), .. steps.Skip(at + cut)] };
        }
        for (var at = 0; at < steps.Count; at++)
        {
            foreach (var simpler in Simpler(steps[at]))
                yield return history with { Steps = [.. steps.Take(at), simpler, .. steps.Skip(at + 1)] };
        }
        if (history.OnClick)
            yield return history with { OnClick = false };
    }

    private static IEnumerable<Step> Simpler(Step step)
    {
        switch (step)
        {
            case Visit visit:
                if (visit.Way is not Way.Page)
                    yield return visit with { Way = Way.Page };
                if (visit.Node > 0)
                    yield return visit with { Node = 0 };
                if (visit.Browser > 0)
                    yield return visit with { Browser = 0 };
                break;
            case Tabs tabs:
                yield return new Visit(tabs.Browser, tabs.Resource, 0, Way.Page);
                break;
            case Trouble { Times: > 1 } trouble:
                yield return trouble with { Times = 1 };
                break;
        }
    }
}
