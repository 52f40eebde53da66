using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Taler.Paywall.Start;

/// <summary>Where Data Protection keeps the keys of the cookie.</summary>
internal static class KeyRing
{
    private const string Ephemeral = "Microsoft.AspNetCore.DataProtection.Repositories.EphemeralXmlRepository";

    /// <summary>Whether the keys surely end with the process. A folder that ends with its container cannot be told from one that does not.</summary>
    public static bool IsInMemory(IServiceProvider services) =>
        services.GetService<IDataProtectionProvider>() is EphemeralDataProtectionProvider
        || RepositoryOf(services)?.GetType().FullName == Ephemeral;

    /// <summary>The configured repository, or what the key manager chose for want of one: memory, where there is no home to write to.</summary>
    private static IXmlRepository? RepositoryOf(IServiceProvider services)
    {
        if (services.GetService<IOptions<KeyManagementOptions>>()?.Value.XmlRepository is { } configured)
            return configured;
        try
        {
            return services.GetService<IKeyManager>() is XmlKeyManager manager ? ChosenBy(manager) : null;
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_KeyRepository")]
    private static extern IXmlRepository ChosenBy(XmlKeyManager manager);
}
