using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests.Gate;

/// <summary>An endpoint is gated from inside, with and without the middleware.</summary>
public sealed class EndpointGuardTests
{
    [Fact]
    public async Task A_sold_endpoint_holds_without_the_middleware()
    {
        await using var site = Routed(app => app.MapGet("/book", Site.ServeAsync).RequireTalerPayment("KUDOS:3", "A book"));

        var answer = await site.SendAsync("/book");
        site.Backend.PayAll();
        var paid = await site.SendAsync("/book", request => request.Headers.Cookie = answer.Cookie);

        Assert.False(answer.IsServed);
        Assert.Equal(StatusCodes.Status302Found, answer.Status);
        var order = Assert.Single(site.Backend.Orders);
        Assert.Equal("KUDOS:3", order.Amount?.ToString());
        Assert.Equal("A book", order.Summary);
        Assert.True(paid.IsServed);
    }

    [Fact]
    public async Task The_attribute_alone_holds_without_the_middleware()
    {
        await using var site = Routed(app => app.MapGet("/book", [RequireTalerPayment("KUDOS:3")] (HttpContext context) => Site.ServeAsync(context)));

        var answer = await site.SendAsync("/book");

        Assert.False(answer.IsServed);
        Assert.Single(site.Backend.Orders);
    }

    [Fact]
    public async Task The_attribute_on_one_endpoint_leaves_its_neighbours_free()
    {
        await using var site = Routed(app =>
        {
            app.MapGet("/{page}", Site.ServeAsync);
            app.MapGet("/book", [RequireTalerPayment("KUDOS:3")] (HttpContext context) => Site.ServeAsync(context));
        });

        Assert.True((await site.SendAsync("/free")).IsServed);
        Assert.False((await site.SendAsync("/book")).IsServed);
    }

    [Fact]
    public async Task A_preflight_that_reaches_a_sold_endpoint_gets_nothing()
    {
        await using var site = Routed(app => app.Map("/book", Site.ServeAsync).RequireTalerPayment("KUDOS:3"));

        var answer = await site.SendAsync("OPTIONS", "/book", request =>
        {
            request.Headers.Origin = "https://other.example";
            request.Headers.AccessControlRequestMethod = "GET";
        });

        Assert.Equal(StatusCodes.Status402PaymentRequired, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Equal(0, site.Backend.Calls);
    }

    [Fact]
    public async Task Middleware_and_guard_ask_the_backend_once()
    {
        await using var site = new Site(app =>
        {
            app.UseRouting();
            app.UseTalerPaywall();
            app.UseEndpoints(endpoints => endpoints.MapGet("/book", Site.ServeAsync).RequireTalerPayment("KUDOS:3"));
        });
        var cookie = (await site.SendAsync("/book")).Cookie;
        site.Backend.PayAll();
        var calls = site.Backend.Calls;

        var answer = await site.SendAsync("/book", request => request.Headers.Cookie = cookie);

        Assert.True(answer.IsServed);
        Assert.Equal(calls + 1, site.Backend.Calls);
        Assert.Equal(["require_payment", "serve"], site.Decisions);
    }

    [Fact]
    public async Task The_price_of_an_endpoint_stands_above_the_pattern_that_covers_it()
    {
        await using var site = new Site(app =>
        {
            app.UseRouting();
            app.UseTalerPaywall();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/essays/dear", Site.ServeAsync).RequireTalerPayment("KUDOS:3");
                endpoints.MapGet("/essays/free", Site.ServeAsync).DisableTalerPaywall();
                endpoints.MapGet("/essays/{slug}", Site.ServeAsync);
            });
        });

        await site.SendAsync("/essays/dear");
        await site.SendAsync("/essays/maps");

        Assert.Equal(["KUDOS:3", "KUDOS:1"], site.Backend.Orders.Select(order => order.Amount?.ToString()));
        Assert.True((await site.SendAsync("/essays/free")).IsServed);
    }

    [Fact]
    public async Task A_pattern_holds_for_an_endpoint_that_short_circuits_the_pipeline()
    {
        await using var site = Routed(app =>
        {
            app.MapGet("/essays/fast", Site.ServeAsync).ShortCircuit();
            app.MapGet("/essays/open", Site.ServeAsync).ShortCircuit().DisableTalerPaywall();
            app.MapGet("/essays/dear", Site.ServeAsync).ShortCircuit().RequireTalerPayment("KUDOS:3");
            app.MapGet("/teaser", Site.ServeAsync).ShortCircuit();
        });

        Assert.False((await site.SendAsync("/essays/fast")).IsServed);
        Assert.False((await site.SendAsync("/essays/dear")).IsServed);
        Assert.True((await site.SendAsync("/essays/open")).IsServed);
        Assert.True((await site.SendAsync("/teaser")).IsServed);
        Assert.Equal(["KUDOS:1", "KUDOS:3"], site.Backend.Orders.Select(order => order.Amount?.ToString()));
    }

    [Fact]
    public async Task Without_the_paywalls_services_a_sold_endpoint_says_what_to_add_and_serves_nothing()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        var served = false;
        var guarded = EndpointGuard.Wrap(
            _ =>
            {
                served = true;
                return Task.CompletedTask;
            },
            [new RequireTalerPaymentAttribute("KUDOS:3")]);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => guarded(context));

        Assert.Contains("Call builder.Services.AddTalerPaywall(...).", refusal.Message, StringComparison.Ordinal);
        Assert.False(served);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_said_last_of_a_guarded_endpoint_counts_even_if_it_is_said_after_the_guard(bool freedLast)
    {
        object[] metadata = [new RequireTalerPaymentAttribute("KUDOS:3"), new DisableTalerPaywallAttribute()];
        var guarded = EndpointGuard.Wrap(Site.ServeAsync, freedLast ? metadata : metadata.Reverse());
        await using var site = new Site(app => app.Run(guarded));

        var answer = await site.SendAsync("/book");

        Assert.Equal(freedLast, answer.IsServed);
        Assert.Equal(freedLast ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_guarded_handler_that_is_run_for_a_sold_endpoint_is_sold_whatever_its_own_metadata_say()
    {
        var guarded = EndpointGuard.Wrap(Site.ServeAsync, [new DisableTalerPaywallAttribute()]);
        await using var site = new Site(app => app.Run(guarded));

        var answer = await site.SendAsync("/book", request => request.HttpContext.SetEndpoint(Build(new RequireTalerPaymentAttribute("KUDOS:3")).Build()));

        Assert.False(answer.IsServed);
        Assert.Equal(StatusCodes.Status302Found, answer.Status);
    }

    [Fact]
    public async Task A_guarded_handler_without_a_word_on_payment_is_closed()
    {
        await using var site = new Site(app => app.Run(EndpointGuard.Wrap(Site.ServeAsync, [])));

        var answer = await site.SendAsync("/book");

        Assert.False(answer.IsServed);
        Assert.Equal(StatusCodes.Status400BadRequest, answer.Status);
    }

    [Fact]
    public void An_endpoint_is_guarded_once_and_only_if_its_last_word_is_a_price()
    {
        var sold = Build(new RequireTalerPaymentAttribute("KUDOS:3"));
        var freed = Build(new RequireTalerPaymentAttribute("KUDOS:3"), new DisableTalerPaywallAttribute());
        var soldAgain = Build(new DisableTalerPaywallAttribute(), new RequireTalerPaymentAttribute("KUDOS:3"));

        Assert.NotSame(Handler, sold.RequestDelegate);
        Assert.NotSame(Handler, soldAgain.RequestDelegate);
        Assert.Same(Handler, Build().RequestDelegate);
        Assert.Same(Handler, freed.RequestDelegate);

        var guarded = sold.RequestDelegate;
        EndpointGuard.Build(sold);
        Assert.Same(guarded, sold.RequestDelegate);
    }

    [Fact]
    public void An_endpoint_without_a_handler_has_nothing_to_guard()
    {
        var endpoint = new RouteEndpointBuilder(requestDelegate: null, RoutePatternFactory.Parse("/book"), 0);
        endpoint.Metadata.Add(new RequireTalerPaymentAttribute("KUDOS:3"));

        EndpointGuard.Build(endpoint);

        Assert.Null(endpoint.RequestDelegate);
        Assert.True(EndpointGuard.IsMissing(new EndpointMetadataCollection(endpoint.Metadata)));
    }

    private static readonly RequestDelegate Handler = Site.ServeAsync;

    private static RouteEndpointBuilder Build(params object[] metadata)
    {
        var endpoint = new RouteEndpointBuilder(Handler, RoutePatternFactory.Parse("/book"), 0);
        foreach (var item in metadata)
            endpoint.Metadata.Add(item);
        EndpointGuard.Build(endpoint);
        return endpoint;
    }

    /// <summary>Endpoints, and no middleware of ours.</summary>
    private static Site Routed(Action<IEndpointRouteBuilder> map) => new(app =>
    {
        app.UseRouting();
        app.UseEndpoints(map);
    });
}
