using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>However many requests of one session come at once, and wherever: the backend has one order for them.</summary>
public sealed class ParallelTests(SandboxFixture sandbox, ITestOutputHelper output) : IClassFixture<SandboxFixture>
{
    private const int Many = 500;
    private const string Price = "KUDOS:0.5";
    private const string NewPrice = "KUDOS:0.75";

    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Five_hundred_first_requests_of_one_session_at_once_make_one_order(int nodeCount)
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, [.. Enumerable.Repeat(Price, nodeCount)]);
        using var crowd = new Crowd();
        var cookie = await nodes.WelcomeAsync();
        await sandbox.Control.ClearRequestsAsync();

        var answers = await crowd.AskAsync(Many, _essay, cookie, nodes.Addresses);

        var order = Assert.Single(await nodes.OrdersAsync(_essay));
        output.WriteLine($"{Many} requests, {await nodes.CreationsAsync()} creations, 1 order");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Found, answer.Status));
        var page = Assert.Single(answers.Select(answer => answer.Location!).Distinct());
        Assert.Contains(order.Id, page.AbsoluteUri, StringComparison.Ordinal);
        await BuyAndReadAsync(nodes, [answers[0].Cookie!, answers[^1].Cookie!]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_backend_that_fails_at_random_makes_one_order_all_the_same(int seed)
    {
        const int Wave = 25;
        await using var nodes = await Nodes.OpenAsync(sandbox, Price, Price);
        nodes.AllowTrouble();
        using var crowd = new Crowd();
        var cookie = await nodes.WelcomeAsync();
        await sandbox.Control.ClearRequestsAsync();
        foreach (var fault in Faults(new Random(seed)))
            await sandbox.Control.SetFaultAsync(fault);

        var answers = new List<CrowdAnswer>();
        while (answers.Count < Many)
        {
            answers.AddRange(await crowd.AskAsync(Wave, _essay, cookie, nodes.Addresses));
            nodes.Pause();
        }
        await nodes.RecoverAsync();
        var last = await crowd.AskAsync(Wave, _essay, cookie, nodes.Addresses);

        var order = Assert.Single(await nodes.OrdersAsync(_essay));
        output.WriteLine($"seed {seed}: {await nodes.CreationsAsync()} creations, {answers.Count(answer => answer.Status is HttpStatusCode.Found)} answers with the order, 1 order");
        Assert.Contains(await sandbox.Control.RequestsAsync(), request => request is { Method: "POST", Status: 0 or 500 });
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Found or HttpStatusCode.ServiceUnavailable, $"{answer.Status}"));
        Assert.All(last, answer => Assert.Contains(order.Id, answer.Location!.AbsoluteUri, StringComparison.Ordinal));
        await BuyAndReadAsync(nodes, [last[0].Cookie!, last[1].Cookie!]);
    }

    [Fact]
    public async Task While_a_new_price_is_deployed_there_is_one_order_for_each_price()
    {
        await using var nodes = await Nodes.OpenAsync(sandbox, Price, NewPrice);
        using var crowd = new Crowd();
        var cookie = await nodes.WelcomeAsync();

        var answers = await crowd.AskAsync(Many, _essay, cookie, nodes.Addresses);
        for (var i = 0; i < answers.Length; i += Many / 10)
        {
            using var elsewhere = nodes.Browser(1 - i % 2, answers[i].Cookie!);
            using var response = await elsewhere.OpenAsync(_essay);
            Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        }

        Assert.Equal([Price, NewPrice], (await nodes.OrdersAsync(_essay)).Select(order => order.Amount).Order(StringComparer.Ordinal));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Found, answer.Status));
        await BuyAndReadAsync(nodes, [answers[1].Cookie!]);
    }

    /// <summary>One purchase, and everybody with a cookie of the session reads, on every node.</summary>
    private async Task BuyAndReadAsync(Nodes nodes, string[] cookies)
    {
        using (var buyer = nodes.Browser(nodes.Addresses.Length - 1, cookies[0]))
        {
            using var response = await buyer.OpenAsync(_essay);
            Assert.Equal("paid", (await sandbox.Control.PayAsync("wallet-" + _essay[^32..], await Visitor.PayUriAsync(response))).Outcome);
        }
        foreach (var cookie in cookies)
        {
            for (var node = 0; node < nodes.Addresses.Length; node++)
            {
                using var reader = nodes.Browser(node, cookie);
                using var response = await reader.OpenAsync(_essay);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }
        Assert.Single(await nodes.OrdersAsync(_essay), order => order.Paid);
    }

    /// <summary>As many as the sandbox takes: lost before and after the work, refused, late, and none at all.</summary>
    private static IEnumerable<SandboxFault> Faults(Random random)
    {
        const int QueueLength = 100;
        for (var i = 0; i < QueueLength; i++)
        {
            var fault = new SandboxFault(random.Next(2) == 0 ? "POST private/orders" : "GET private/orders/*") { After = random.Next(2) == 0 };
            yield return random.Next(4) switch
            {
                0 => fault with { Abort = true },
                1 => fault with { Status = 500 },
                2 => fault with { Delay = TimeSpan.FromMilliseconds(random.Next(1, 20)) },
                _ => fault,
            };
        }
    }
}
