using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task A_request_that_matches_nothing_costs_no_memory()
    {
        await using var services = Services();
        var served = 0;
        var pipeline = Pipeline(services, _ =>
        {
            served++;
            return Task.CompletedTask;
        });
        var context = Context(services, "/blog/2026/a-free-page");
        for (var i = 0; i < 100; i++)
            await pipeline(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = pipeline(context);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(1100, served);
    }

    [Fact]
    public async Task A_path_that_names_two_resources_is_refused_before_the_backend_is_asked()
    {
        await using var services = Services();
        var pipeline = Pipeline(services, _ => throw new InvalidOperationException("served"));
        var context = Context(services, "/shelf1/a%2F..%2F..%2Fshelf2%2Fb");
        context.Request.Method = "GET";

        await pipeline(context);

        Assert.Equal(StatusCodes.Status400BadRequest, context.Response.StatusCode);
    }

    [Fact]
    public void All_services_can_be_made_and_none_is_captured_by_a_longer_life()
    {
        using var services = Collection().BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(services.GetRequiredService<PaywallGate>());
    }

    [Fact]
    public void Adding_the_paywall_twice_changes_nothing()
    {
        var services = Collection();
        var before = services.Count(IsOurs);

        services.AddTalerPaywall(_ => { });

        Assert.Equal(before, services.Count(IsOurs));

        static bool IsOurs(ServiceDescriptor service) =>
            service.ServiceType.Namespace?.StartsWith("Taler.Paywall", StringComparison.Ordinal) is true;
    }

    [Fact]
    public void A_cache_of_the_users_own_takes_the_place_of_ours()
    {
        var mine = Mock.Of<ISessionPaymentCache>();
        using var services = new ServiceCollection().AddLogging().AddSingleton(mine).AddTalerPaywall(Configure).Services.BuildServiceProvider();

        Assert.Same(mine, services.GetRequiredService<ISessionPaymentCache>());
    }

    private static RequestDelegate Pipeline(IServiceProvider services, RequestDelegate last)
    {
        var app = new ApplicationBuilder(services);
        app.UseTalerPaywall();
        app.Run(last);
        return app.Build();
    }

    private static DefaultHttpContext Context(IServiceProvider services, string path)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = path;
        return context;
    }

    private static ServiceProvider Services() => Collection().BuildServiceProvider();

    private static IServiceCollection Collection() =>
        new ServiceCollection().AddLogging().AddSingleton(Mock.Of<ITalerMerchantClient>(MockBehavior.Strict)).AddTalerPaywall(Configure).Services;

    private static void Configure(TalerPaywallOptions options)
    {
        options.Merchant.BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";
        options.Merchant.AccessToken = "secret-token:sandbox";
        for (var i = 0; i < 1000; i++)
            options.Resources.Add(new TalerPaywallResource { Pattern = $"/shelf{i}/{{book}}", Price = "KUDOS:1" });
    }
}
