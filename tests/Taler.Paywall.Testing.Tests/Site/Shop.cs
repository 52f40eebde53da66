using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable CA1822 // Actions of controllers are members.

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>What the applications of these tests have in common.</summary>
internal static class Shop
{
    /// <summary>Begins every content that is sold.</summary>
    public const string Sold = "This is what you paid for";

    /// <summary>Begins every content that is free.</summary>
    public const string Free = "This is given to everybody";

    /// <summary>What a hub says to who may connect.</summary>
    public const string Connected = "connectionToken";

    /// <summary>The folder that the applications serve.</summary>
    public static string Files { get; } = WriteFiles();

    /// <summary>Sells an endpoint, unless the application is the bare one.</summary>
    public static void Sell<TBuilder>(this TBuilder builder, bool hasPaywall)
        where TBuilder : IEndpointConventionBuilder
    {
        if (hasPaywall)
            builder.RequireTalerPayment("KUDOS:1");
    }

    /// <summary>Answers as a paywall does whose order anybody may look at.</summary>
    public static Task AskToPay(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
        context.Response.Headers["Taler"] = "taler://pay/backend.example/1/";
        return Task.CompletedTask;
    }

    public static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddControllers().AddApplicationPart(typeof(ActionsController).Assembly);
        builder.Services.AddSignalR();
    }

    public static void AddPaywall(IServiceCollection services, params ReadOnlySpan<string> patterns)
    {
        services.AddTalerSandbox();
        var resources = patterns.ToArray().Select(pattern => new TalerPaywallResource { Pattern = pattern, Price = "KUDOS:0.5" }).ToList();
        services.AddTalerPaywall(options => resources.ForEach(options.Resources.Add));
    }

    private static string WriteFiles()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "shop-files");
        foreach (var (path, text) in new[] { ("media/sick.txt", Sold), ("assets/kiss.txt", Sold), ("open/kiss.txt", Free) })
        {
            var file = new FileInfo(Path.Combine(folder, path));
            file.Directory!.Create();
            File.WriteAllText(file.FullName, text);
        }
        using var packed = new GZipStream(File.Create(Path.Combine(folder, "media/sick.txt.gz")), CompressionLevel.Optimal);
        packed.Write(Encoding.UTF8.GetBytes(Sold));
        return folder;
    }
}

/// <summary>An application and the same without a paywall, with an example of every kind of thing that it sells or gives away.</summary>
internal abstract class ShopOf
{
    public abstract IReadOnlyList<Example> Sold { get; }

    public abstract IReadOnlyList<Example> Free { get; }

    public Task<Listening> OpenAsync() => Listening.StartAsync(
        builder =>
        {
            Shop.AddServices(builder);
            AddPaywall(builder.Services);
        },
        app => Build(app, hasPaywall: true),
        Shop.Files);

    public Task<Listening> OpenBareAsync() => Listening.StartAsync(Shop.AddServices, app => Build(app, hasPaywall: false), Shop.Files);

    public void Name(PaywallAuditOptions options)
    {
        foreach (var example in Sold)
            options.Sold.Add(example.Path, example.Marker, example.Method);
        foreach (var example in Free)
            options.Free.Add(example.Path);
    }

    protected abstract void AddPaywall(IServiceCollection services);

    protected abstract void Build(WebApplication app, bool hasPaywall);
}

/// <summary>Something to ask for.</summary>
internal sealed record Example(string Kind, string Path, string Method = "GET", string Marker = Shop.Sold);

public sealed class ActionsController : ControllerBase
{
    [Route("/actions/sold")]
    [RequireTalerPayment("KUDOS:1")]
    public IActionResult Sold() => Content(Shop.Sold);

    [Route("/actions/free")]
    public IActionResult Free() => Content(Shop.Free);
}

public sealed class NewsHub : Hub;
