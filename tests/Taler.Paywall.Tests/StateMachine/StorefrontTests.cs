using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Tests.StateMachine;

public sealed class StorefrontTests
{
    private static readonly OrderOrigin[] Starts =
        [OrderOrigin.None, OrderOrigin.Returning, OrderOrigin.Computed, OrderOrigin.Dropped, OrderOrigin.Kept];

    [Fact]
    public void The_table_in_the_readme_says_what_the_code_decides_for_every_combination()
    {
        var table = ReadTable();

        var expected =
            from fact in Enum.GetValues<OrderFact>()
            from origin in Enum.GetValues<OrderOrigin>()
            select (origin, fact, Storefront.Decide(origin, fact, Purchase.Any));

        Assert.Equal(expected.Order(), table.Order());
    }

    [Fact]
    public void A_request_that_may_not_buy_is_refused_where_an_order_would_be_created_and_treated_alike_elsewhere()
    {
        foreach (var (origin, fact, decision) in ReadTable())
            Assert.Equal(Creates(decision) ? Decision.RefuseWithoutOrder : decision, Storefront.Decide(origin, fact, Purchase.None));
    }

    [Fact]
    public void A_request_that_only_continues_a_purchase_replaces_a_claimed_order_and_no_other()
    {
        foreach (var (origin, fact, decision) in ReadTable())
        {
            Assert.Equal(Creates(decision) && fact is not OrderFact.Claimed ? Decision.RefuseWithoutOrder : decision, Storefront.Decide(origin, fact, Purchase.Continued));
        }
    }

    [Fact]
    public void The_resource_is_served_for_a_paid_order_and_for_nothing_else()
    {
        foreach (var (_, fact, decision) in ReadTable())
        {
            if (decision is Decision.Serve)
                Assert.Equal(OrderFact.Paid, fact);
        }
    }

    [Fact]
    public void Every_walk_ends_within_four_calls()
    {
        var walks = Starts.SelectMany(start => Walks(start, OrderFact.NotAsked, calls: 0, created: [])).ToList();

        Assert.True(walks.Count > 100);
        Assert.All(walks, walk => Assert.InRange(walk.Calls, 0, 4));
        Assert.Equal(4, walks.Max(walk => walk.Calls));
    }

    [Fact]
    public void A_walk_creates_a_second_order_only_after_finding_its_first_one_claimed()
    {
        foreach (var walk in Starts.SelectMany(start => Walks(start, OrderFact.NotAsked, calls: 0, created: [])))
        {
            Assert.InRange(walk.Created.Count, 0, 2);
            if (walk.Created.Count == 2)
                Assert.Equal([OrderFact.Claimed], walk.Created.Skip(1));
        }
    }

    [Fact]
    public void Nobody_who_brought_a_session_is_refused_by_the_limit_before_the_backend_was_asked_what_it_has_paid()
    {
        // A new session has paid nothing, and whoever wants to buy again knows what became of his purchase. The rest create nothing more.
        OrderOrigin[] exceptions = [OrderOrigin.None, OrderOrigin.Dropped, OrderOrigin.AfterKept, OrderOrigin.AfterFirst, OrderOrigin.Adopted];

        foreach (var origin in Enum.GetValues<OrderOrigin>().Except(exceptions))
        {
            var decision = Storefront.Decide(origin, OrderFact.OverLimit, Purchase.Any);
            if (decision is Decision.FindFirst)
                decision = Storefront.Decide(Storefront.After(origin, decision), OrderFact.OverLimit, Purchase.Any);

            Assert.Equal(Decision.FindPaid, decision);
            Assert.Equal(Decision.LimitOrders, Storefront.Decide(origin, OrderFact.NonePaid, Purchase.Any));
        }
    }

    private static bool Creates(Decision decision) => decision is Decision.CreateFirst or Decision.CreateNext or Decision.CreateComputed;

    /// <summary>Every way a walk can go, whatever the backend says, and whether the limit of orders is reached or not.</summary>
    private static IEnumerable<(int Calls, IReadOnlyList<OrderFact> Created)> Walks(
        OrderOrigin origin, OrderFact fact, int calls, IReadOnlyList<OrderFact> created)
    {
        Assert.InRange(calls, 0, 10);
        var decision = Storefront.Decide(origin, fact, Purchase.Any);
        return decision switch
        {
            Decision.AskStatus or Decision.Adopt => Asked(Storefront.After(origin, decision), calls, created),
            Decision.FindFirst => Walks(Storefront.After(origin, decision), OrderFact.NotAsked, calls, created),
            Decision.FindPaid =>
                [.. Walks(origin, OrderFact.AlreadyPaid, calls + 1, created), .. Walks(origin, OrderFact.NonePaid, calls + 1, created)],
            Decision.CreateFirst or Decision.CreateNext or Decision.CreateComputed =>
                [
                    .. Walks(Storefront.After(origin, decision), OrderFact.NotAsked, calls + 1, [.. created, fact]),
                    .. Walks(origin, OrderFact.OverLimit, calls, created),
                ],
            _ => [(calls, created)],
        };
    }

    private static IEnumerable<(int Calls, IReadOnlyList<OrderFact> Created)> Asked(OrderOrigin origin, int calls, IReadOnlyList<OrderFact> created) =>
        Enum.GetValues<OrderFact>().Where(answer => answer is not (OrderFact.NotAsked or OrderFact.OverLimit or OrderFact.NonePaid)).SelectMany(answer => Walks(origin, answer, calls + 1, created));

    private static List<(OrderOrigin Origin, OrderFact Fact, Decision Decision)> ReadTable()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "StateMachine.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        var origins = rows[0].Skip(1).Select(Enum.Parse<OrderOrigin>).ToList();
        return
        [
            .. from row in rows.Skip(2)
               from column in Enumerable.Range(0, origins.Count)
               select (origins[column], Enum.Parse<OrderFact>(row[0]), Enum.Parse<Decision>(row[column + 1])),
        ];
    }
}
