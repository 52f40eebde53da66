using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace EssayShop.Hosting;

/// <summary>The keys that protect the cookies.</summary>
/// <param name="Folder">Where they should be kept.</param>
/// <param name="IsKept">Whether they are, or only live as long as the process.</param>
internal sealed record KeyRing(string Folder, bool IsKept);

internal static class KeyRingExtensions
{
    /// <summary>Keeps the keys in the user's profile, and in memory where nothing can be written.</summary>
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var folder = Path.Combine(profile, "EssayShop", "keys");
        var keyRing = new KeyRing(folder, IsWritable(folder));

        var protection = builder.Services.AddDataProtection();
        if (keyRing.IsKept)
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        else
            builder.Services.Configure<KeyManagementOptions>(KeepInMemory);
        builder.Services.AddSingleton(keyRing);
    }

    private static void KeepInMemory(KeyManagementOptions options)
    {
        options.XmlRepository = new KeysInMemory();
        options.XmlEncryptor = new NullXmlEncryptor();
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
