using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Benchmarks;

/// <summary>What the paywall adds to one request, without a network: nothing for a free one, little for a paid one.</summary>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[Config(typeof(InOneProcess))]
public class RequestBenchmarks
{
    private const int Patterns = 1000;

    private readonly RequestDelegate _bare = context =>
    {
        context.Response.ContentType = "text/plain";
        return context.Response.StartAsync();
    };

    private readonly HttpContext _free = new DefaultHttpContext();
    private ServiceProvider _services = null!;
    private RequestDelegate _withPaywall = null!;
    private string _cookie = "";

    [GlobalSetup]
    public async Task Setup()
    {
        _services = Services();
        _withPaywall = Build(_services, app => app.UseTalerPaywall());
        _cookie = await PayAsync(_services);
        _free.RequestServices = _services;
        _free.Request.Path = "/blog/2026/a-free-page";
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("free request, 1,000 patterns")]
    public Task Free_without() => _bare(_free);

    [Benchmark]
    [BenchmarkCategory("free request, 1,000 patterns")]
    public Task Free_with() => _withPaywall(_free);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("paid request, warm")]
    public Task Paid_without() => _bare(PaidContext());

    [Benchmark]
    [BenchmarkCategory("paid request, warm")]
    public Task Paid_with() => _withPaywall(PaidContext());

    private DefaultHttpContext PaidContext()
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = "GET";
        context.Request.Path = "/shelf500/a-good-book";
        context.Request.Headers.Cookie = _cookie;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        return context;
    }

    private RequestDelegate Build(IServiceProvider services, Action<IApplicationBuilder> add)
    {
        var app = new ApplicationBuilder(services);
        add(app);
        app.Run(_bare);
        return app.Build();
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddTalerPaywall(options =>
        {
            options.Merchant.BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";
            options.Merchant.AccessToken = "secret-token:sandbox";
            options.PublicBaseUrl = "http://localhost/";
            for (var i = 0; i < Patterns; i++)
                options.Resources.Add(new TalerPaywallResource { Pattern = $"/shelf{i}/{{book}}", Name = $"book:{i}:{{book}}", Price = "KUDOS:1" });
        });
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        return services.BuildServiceProvider();
    }

    /// <summary>Puts a visitor's payment where a real purchase would have put it.</summary>
    private static async Task<string> PayAsync(IServiceProvider services)
    {
        const string Resource = "book:500:a-good-book";
        var orderId = OrderId.Parse("ORDER");
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var session = Session.Start(now).Renew(new OrderEntry(ResourceKey.Of(Resource), 0, orderId, OrderMark.None), now);
        var payment = new TalerPayment(orderId, Amount.Parse("KUDOS:1"), null, new Uri("http://127.0.0.1:9966/orders/ORDER"), DateTimeOffset.UtcNow);
        await services.GetRequiredService<ISessionPaymentCache>().StoreAsync(payment, Resource, session.Id, TimeSpan.FromHours(1), default);

        var context = new DefaultHttpContext { RequestServices = services };
        var rules = services.GetRequiredService<PaywallRulesMonitor>().Current;
        services.GetRequiredService<SessionCarriers>().Write(context, session, SessionCarrier.Cookie, rules.Cookie, rules.SessionLifetime);
        return context.Response.Headers.SetCookie.ToString().Split(';') is [{ Length: > 0 } cookie, ..] ? cookie : throw new InvalidOperationException("Without a cookie nothing paid is measured.");
    }

    /// <summary>No second process: nothing has to be restored, and both sides run under the same conditions.</summary>
    private sealed class InOneProcess : ManualConfig
    {
        public InOneProcess() => AddJob(Job.MediumRun.WithToolchain(InProcessNoEmitToolchain.Instance));
    }
}
