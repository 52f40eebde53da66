using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>The order of the pipeline: each mistake is advised against in one sentence, and the right order in none.</summary>
public sealed class PipelineAdviceTests : IDisposable
{
    private static readonly Action<WebApplication> Paywall = app => app.UseTalerPaywall();
    private static readonly Action<WebApplication> Routing = app => app.UseRouting();
    private static readonly Action<WebApplication> StaticFiles = app => app.UseStaticFiles();
    private static readonly Action<WebApplication> FileServer = app => app.UseFileServer();

    private readonly SiteFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Everything_in_its_place_needs_no_advice()
    {
        _files.Write("essays/maps/map.svg");

        await AdvisedShop.ExpectNoneAsync(
            app =>
            {
                app.UseForwardedHeaders();
                app.UsePathBase("/shop");
                app.UseRewriter(new RewriteOptions().AddRewrite("^atlas$", "essays/maps", skipRemainingRules: true));
                app.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "_method" });
                app.UseRouting();
                app.UseTalerPaywall();
                app.UseOutputCache();
                app.UseResponseCaching();
                app.UseStatusCodePagesWithReExecute("/problem/{0}");
                app.UseFileServer();
                app.MapGet("/essays/{slug}/notes", () => "").RequireTalerPayment("EUR:2");
                app.MapGet("/essays/{slug}/cover", () => "").DisableTalerPaywall().ShortCircuit();
                app.MapShortCircuit(StatusCodes.Status404NotFound, "robots.txt");
            },
            settings =>
            {
                settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/shop/";
                settings["TalerPaywall:Resources:1:Methods:0"] = "GET";
                settings["TalerPaywall:FreePaths:0"] = "/essays/{slug}/cover.jpg";
            },
            _files.AddTo);
    }

    [Theory]
    [InlineData("UseOutputCache")]
    [InlineData("UseResponseCaching")]
    public async Task A_cache_in_front_of_the_paywall(string cache)
    {
        Action<WebApplication> use = app => _ = cache is "UseOutputCache" ? app.UseOutputCache() : app.UseResponseCaching();

        var sentence = await AdvisedShop.ExpectAsync("CacheInFront", use + Paywall, configure: _files.AddTo);
        await AdvisedShop.ExpectNoneAsync(Paywall + use, configure: _files.AddTo);

        Assert.StartsWith(cache + "() stands in front", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_cache_that_keeps_what_response_caching_answers_to_a_buyer()
    {
        Action<WebApplication> output = app => app.UseOutputCache();
        Action<WebApplication> response = app => app.UseResponseCaching();
        Action<Dictionary<string, string?>> byCookie = settings => settings["TalerPaywall:SharedCaches"] = "VaryByCookie";

        await AdvisedShop.ExpectAsync("CachesStacked", output + response + Paywall, byCookie, _files.AddTo);
        await AdvisedShop.ExpectNoneAsync(Paywall + output + response, byCookie, _files.AddTo);
        await AdvisedShop.ExpectAsync("CacheInFront", output + Paywall + response, byCookie, _files.AddTo);
        await AdvisedShop.ExpectAsync("CacheInFront", response + Paywall + output, byCookie, _files.AddTo);
    }

    [Theory]
    [InlineData("Forbidden", true)]
    [InlineData("VaryByCookie", false)]
    public async Task Two_caches_in_front_that_keep_nothing_of_each_other(string sharedCaches, bool outputFirst)
    {
        Action<WebApplication> output = app => app.UseOutputCache();
        Action<WebApplication> response = app => app.UseResponseCaching();
        var settings = Shop.Settings(new Uri("http://127.0.0.1:9966/instances/sandbox/"));
        settings["TalerPaywall:SharedCaches"] = sharedCaches;

        await using var shop = await Shop.OpenAsync(settings, _files.AddTo, (outputFirst ? output + response : response + output) + Paywall);
        shop.AllowLog(line => line.Event == "CacheInFront");

        Assert.Equal(2, shop.Logs.Lines.Count(line => line.Event == "CacheInFront"));
        Assert.DoesNotContain(shop.Logs.Lines, line => line.Event == "CachesStacked");
    }

    /// <summary>The reason for the advice.</summary>
    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.PaymentRequired)]
    public async Task What_a_cache_in_front_stored_while_it_was_free_stays_free(bool inFront, HttpStatusCode status)
    {
        ConfigurationManager? configuration = null;
        Action<WebApplication> cache = app => app.UseOutputCache();
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(new Uri("http://127.0.0.1:9966/instances/sandbox/")),
            builder =>
            {
                _files.AddTo(builder);
                configuration = builder.Configuration;
            },
            (inFront ? cache + Paywall : Paywall + cache) + (app => app.MapMethods("/music", [HttpMethods.Head], () => Shop.Paid).CacheOutput()));
        shop.AllowLog(line => line.Event == "CacheInFront");
        using var browser = new Browser(shop.BaseAddress);
        using (var free = await browser.SendAsync(HttpMethod.Head, "/music"))
            Assert.Equal(HttpStatusCode.OK, free.StatusCode);

        configuration!["TalerPaywall:Resources:2:Pattern"] = "/music";
        configuration["TalerPaywall:Resources:2:Price"] = "KUDOS:1";
        ((IConfigurationRoot)configuration).Reload();

        using var sold = await browser.SendAsync(HttpMethod.Head, "/music");
        Assert.Equal(status, sold.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_below_a_pattern_that_short_circuits_the_pipeline()
    {
        var sentence = await AdvisedShop.ExpectAsync("ShortCircuitCovered", Paywall + (app => app.MapGet("/essays/{slug:minlength(2)}/notes", () => "").ShortCircuit()));
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.MapGet("/essays/{slug:minlength(2)}/notes", () => "")));
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.MapGet("/essays/{slug}/notes", () => "").RequireTalerPayment("EUR:1").ShortCircuit()));
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.MapGet("/notes/{slug}", () => "").ShortCircuit()));
        await AdvisedShop.ExpectNoneAsync(Paywall + Routing + (app => app.MapGet("/essays/{slug}/notes", () => "").ShortCircuit()));

        Assert.Contains(" (and 0 more) ", sentence, StringComparison.Ordinal);
        Assert.Contains("/essays/{slug:minlength(2)}/notes", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_two_methods_of_which_only_the_second_is_sold()
    {
        Action<Dictionary<string, string?>> sellGet = settings => settings["TalerPaywall:Resources:1:Methods:0"] = "GET";
        Action<WebApplication> map = app => app.MapMethods("/report", [HttpMethods.Post, HttpMethods.Get], () => "").ShortCircuit();
        Action<WebApplication> mapPost = app => app.MapPost("/report", () => "").ShortCircuit();

        await AdvisedShop.ExpectAsync("ShortCircuitCovered", Paywall + map, sellGet);
        await AdvisedShop.ExpectNoneAsync(Paywall + mapPost, sellGet);
    }

    [Fact]
    public async Task A_short_circuit_without_an_endpoint_of_its_own() =>
        await AdvisedShop.ExpectAsync("ShortCircuitCovered", Paywall + (app => app.MapShortCircuit(StatusCodes.Status404NotFound, "essays/old")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Routing_behind_the_paywall_and_an_endpoint_that_has_its_own_word_on_payment(bool isSold)
    {
        Action<WebApplication> map = app =>
        {
            var endpoint = app.MapGet("/essays/{slug}/notes", () => "");
            _ = isSold ? endpoint.RequireTalerPayment("EUR:2") : endpoint.DisableTalerPaywall();
        };

        var sentence = await AdvisedShop.ExpectAsync("RoutingBehind", Paywall + Routing + map);
        await AdvisedShop.ExpectNoneAsync(Routing + Paywall + map);
        await AdvisedShop.ExpectNoneAsync(Paywall + map);
        await AdvisedShop.ExpectNoneAsync(Paywall + Routing);

        Assert.Contains("/essays/{slug}/notes", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_base_behind_the_paywall()
    {
        Action<WebApplication> use = app => app.UsePathBase("/shop");

        await AdvisedShop.ExpectAsync("PathBaseBehind", Paywall + use);
        await AdvisedShop.ExpectNoneAsync(use + Paywall);
    }

    [Fact]
    public async Task A_rewriter_behind_the_paywall()
    {
        Action<WebApplication> use = app => app.UseRewriter(new RewriteOptions().AddRewrite("^atlas$", "essays/maps", skipRemainingRules: true));

        await AdvisedShop.ExpectAsync("RewriterBehind", Paywall + use);
        await AdvisedShop.ExpectNoneAsync(use + Paywall);
        await AdvisedShop.ExpectNoneAsync(Paywall + use + (app => app.MapGet("/report", () => "").RequireTalerPayment("EUR:1")), WithoutResources);
    }

    [Fact]
    public async Task Endpoints_that_run_in_front_of_the_paywall()
    {
        Action<WebApplication> routing = app => app.UseRouting();
        Action<WebApplication> endpoints = app => ((IApplicationBuilder)app).UseEndpoints(routes => routes.MapGet("/essays/{slug}", () => ""));
        Action<WebApplication> sold = app => ((IApplicationBuilder)app).UseEndpoints(routes => routes.MapGet("/else", () => "").RequireTalerPayment("EUR:1"));

        await AdvisedShop.ExpectAsync("EndpointsInFront", routing + endpoints + Paywall);
        await AdvisedShop.ExpectNoneAsync(routing + Paywall + endpoints);
        await AdvisedShop.ExpectNoneAsync(routing + sold + Paywall);
    }

    [Fact]
    public async Task A_form_field_that_overrides_the_method_behind_a_paywall_that_sells_some_methods()
    {
        Action<WebApplication> use = app => app.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "_method" });

        await AdvisedShop.ExpectAsync("MethodOverrideBehind", Paywall + use, settings => settings["TalerPaywall:Resources:1:Methods:0"] = "GET");
        await AdvisedShop.ExpectNoneAsync(use + Paywall, settings => settings["TalerPaywall:Resources:1:Methods:0"] = "GET");
        await AdvisedShop.ExpectNoneAsync(Paywall + use);
        await AdvisedShop.ExpectNoneAsync(Paywall + (app => app.UseHttpMethodOverride()), settings => settings["TalerPaywall:Resources:1:Methods:0"] = "GET");
    }

    [Fact]
    public async Task Forwarded_headers_behind_the_paywall()
    {
        Action<WebApplication> use = app => app.UseForwardedHeaders();

        await AdvisedShop.ExpectAsync("ForwardedHeadersBehind", Paywall + use);
        await AdvisedShop.ExpectNoneAsync(use + Paywall);
    }

    [Fact]
    public async Task The_paywall_twice_in_one_pipeline()
    {
        await AdvisedShop.ExpectAsync("PaywallTwice", Paywall + Paywall);
        await AdvisedShop.ExpectNoneAsync(app =>
        {
            app.Map("/one", branch => branch.UseTalerPaywall());
            app.UseWhen(context => context.Request.IsHttps, branch => branch.UseTalerPaywall());
            app.UseTalerPaywall();
        });
    }

    [Fact]
    public async Task A_branch_with_a_mistake_of_its_own() =>
        await AdvisedShop.ExpectAsync("CacheInFront", app => app.Map("/shop", branch => branch.UseOutputCache().UseTalerPaywall()), configure: _files.AddTo);

    [Fact]
    public async Task A_constraint_of_the_application_that_fails_at_a_bare_request()
    {
        _files.Write("essays/maps/map.svg");

        await AdvisedShop.ExpectNoneAsync(
            StaticFiles + Paywall + (app => app.MapGet("/essays/{slug}/{file:known}", () => "").ShortCircuit()),
            configure: builder =>
            {
                _files.AddTo(builder);
                builder.Services.AddRouting(options => options.SetParameterPolicy<KnownConstraint>("known"));
            });
    }

    [Fact]
    public async Task A_pipeline_whose_order_cannot_be_seen() =>
        await AdvisedShop.ExpectNoneAsync(app => new UnknownBuilder(app).UseOutputCache().UseTalerPaywall(), configure: _files.AddTo);

    private static void WithoutResources(Dictionary<string, string?> settings)
    {
        foreach (var key in settings.Keys.Where(key => key.Contains(":Resources:", StringComparison.Ordinal)).ToList())
            settings.Remove(key);
    }

    private sealed class KnownConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext!.RequestServices.GetRequiredService<IServiceCollection>().Count > 0;
    }

    /// <summary>A builder of somebody else, around the framework's.</summary>
    private sealed class UnknownBuilder(IApplicationBuilder inner) : IApplicationBuilder
    {
        public IServiceProvider ApplicationServices { get => inner.ApplicationServices; set => inner.ApplicationServices = value; }

        public IFeatureCollection ServerFeatures => inner.ServerFeatures;

        public IDictionary<string, object?> Properties => inner.Properties;

        public RequestDelegate Build() => inner.Build();

        public IApplicationBuilder New() => new UnknownBuilder(inner.New());

        public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware)
        {
            inner.Use(middleware);
            return this;
        }
    }
}
