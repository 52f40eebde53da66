using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.Sandbox;
using Taler.Paywall.Testing.Tests.Site;
using Taler.TestKit;

namespace Taler.Paywall.Testing.Tests;

/// <summary>The application of a factory tells what it sells, and is bought from.</summary>
public sealed class FactoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task It_is_audited_over_both_protocols_and_its_content_is_learnt_by_buying()
    {
        await using var factory = new FactoryShop();

        var report = await PaywallAudit.RunAsync(factory, Targets, TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        Assert.True(report.IsTight);
        Assert.Empty(report.Uncovered);
        Assert.All(report.Counts.Where(count => count.IsSold), count => Assert.True(count is { Http1: >= 500, Http2: >= 500, Gated: >= 500 }, count.Target));
        using var sandbox = new SandboxControl(factory.Services.GetRequiredService<TalerSandbox>().BaseUrl);
        Assert.Equal(2, (await sandbox.RequestsAsync()).Count(request => request.Path.EndsWith("/pay", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sold_target_costs_at_most_five_orders()
    {
        await using var factory = new FactoryShop();

        var report = await PaywallAudit.RunAsync(factory, Targets, TestContext.Current.CancellationToken);

        using var sandbox = new SandboxControl(factory.Services.GetRequiredService<TalerSandbox>().BaseUrl);
        var orders = (await sandbox.RequestsAsync()).Count(request => request is { Method: "POST", Path: "private/orders" });
        output.WriteLine($"{report.Cases} cases, {orders} orders");
        Assert.InRange(orders, 1, 2 * 5);
    }

    [Fact]
    public async Task What_it_sells_without_a_target_fails_the_audit()
    {
        await using var factory = new FactoryShop();

        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() =>
            PaywallAudit.RunAsync(factory, options => options.Sold.Add("/essays/bread"), TestContext.Current.CancellationToken));

        Assert.Contains("- failure: Not covered: endpoint /report", failed.Message);
        Assert.Equal(["endpoint /report"], failed.Report.Uncovered);
    }

    [Fact]
    public async Task What_it_sells_without_a_target_may_be_listed_only()
    {
        await using var factory = new FactoryShop();

        var report = await PaywallAudit.RunAsync(
            factory,
            options =>
            {
                options.Sold.Add("/report");
                options.AllowUncovered = true;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(["pattern /essays/{slug}"], report.Uncovered);
        Assert.Equal(["Not covered: pattern /essays/{slug}. Add a target for it."], report.Remarks);
    }

    [Fact]
    public async Task An_application_in_memory_is_refused_and_told_the_way_out()
    {
        await using var factory = new FactoryShop();
        using var client = factory.CreateClient();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PaywallAudit.RunAsync(factory, Targets, TestContext.Current.CancellationToken));

        Assert.Contains("factory.UseKestrel()", refusal.Message);
    }

    [Fact]
    public async Task An_application_that_runs_on_Kestrel_is_taken_as_it_is()
    {
        await using var factory = new FactoryShop();
        factory.UseKestrel(0);
        using var client = factory.CreateClient();

        var report = await PaywallAudit.RunAsync(factory, Targets, TestContext.Current.CancellationToken);

        Assert.Contains("does not speak HTTP/2", Assert.Single(report.Remarks));
        Assert.All(report.Counts, count => Assert.Equal(0, count.Http2));
    }

    private static void Targets(PaywallAuditOptions options)
    {
        options.Sold.Add("/essays/bread").Add("/report");
        options.Free.Add("/");
    }
}
