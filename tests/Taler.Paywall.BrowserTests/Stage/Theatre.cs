using Microsoft.Playwright;
using Taler.Paywall.BrowserTests.Stage;
using Taler.TestKit;

[assembly: AssemblyFixture(typeof(Theatre))]

// One browser and one sandbox for all; two cores are busy with one visitor.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>What all tests share: Debian's Chromium, and a sandbox in a process of its own on a host of another name than the shops'.</summary>
public sealed class Theatre : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Playwright brings the driver and no browser. Whatever a browser asks of other hosts by itself must not leave this machine.</summary>
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private SandboxProcess _sandbox = null!;

    public SandboxControl Sandbox => _sandbox.Control;

    public Uri Backend => _sandbox.BaseUrl;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Headless = true, Args = Flags });
    }

    /// <summary>A browser as it is after the installation: no cookies, no history.</summary>
    public Task<IBrowserContext> NewBrowserAsync(Look look) => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        JavaScriptEnabled = look.Script,
        ViewportSize = Size(look),
        ColorScheme = Scheme(look),
        Locale = look.Language,
    });

    /// <summary>A browser whose owner switched cookies off for all sites, which takes a profile of its own.</summary>
    public async Task<IBrowserContext> NewBrowserWithoutCookiesAsync(Look look, string profile)
    {
        Directory.CreateDirectory(Path.Combine(profile, "Default"));
        await File.WriteAllTextAsync(Path.Combine(profile, "Default", "Preferences"), """{"profile":{"default_content_setting_values":{"cookies":2}}}""");
        return await _playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args = Flags,
            JavaScriptEnabled = look.Script,
            ViewportSize = Size(look),
            ColorScheme = Scheme(look),
            Locale = look.Language,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _sandbox.DisposeAsync();
    }

    public static ViewportSize Size(Look look) => look.Phone
        ? new ViewportSize { Width = 375, Height = 812 }
        : new ViewportSize { Width = 1280, Height = 800 };

    public static ColorScheme Scheme(Look look) => look.Dark ? ColorScheme.Dark : ColorScheme.Light;
}
