//! Where the bytes are kept.

use std::{fmt, path::Path, sync::Arc};

use bytes::Bytes;
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory,
    path::Path as Key,
};
use secrecy::{ExposeSecret, SecretString};

/// What went wrong with the object store.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// The folder cannot be made or entered.
    #[error("the folder for files {0} cannot be used")]
    Folder(String, #[source] std::io::Error),
    /// The store does not answer, refuses, or has lost what it was given.
    #[error("the object store does not do as it is asked")]
    Store(#[from] object_store::Error),
}

/// A bucket of a service that speaks S3.
#[derive(Debug, Clone)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// The address of the service, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The id of the access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: SecretString,
}

/// Where the bytes are kept: a folder, a bucket, or the memory of this process. Clones share it.
#[derive(Clone)]
pub struct Objects(Arc<dyn ObjectStore>);

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objects({})", self.0)
    }
}

impl Objects {
    /// In a folder, which is made if need be and is its owner's alone.
    ///
    /// # Errors
    /// [`ObjectsError::Folder`].
    pub fn in_folder(folder: &Path) -> Result<Self, ObjectsError> {
        let refused = |error| ObjectsError::Folder(folder.display().to_string(), error);
        std::fs::create_dir_all(folder).map_err(refused)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(refused)?;
        }
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true);
        Ok(Self(Arc::new(store)))
    }

    /// In a bucket. Nothing is asked of it yet.
    ///
    /// # Errors
    /// [`ObjectsError::Store`] if it is not described well.
    pub fn in_bucket(s3: &S3) -> Result<Self, ObjectsError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&s3.bucket)
            .with_region(&s3.region)
            .with_access_key_id(&s3.access_key_id)
            .with_secret_access_key(s3.secret_access_key.expose_secret());
        if let Some(endpoint) = &s3.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Self(Arc::new(builder.build()?)))
    }

    /// In the memory of this process, for tests.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Stores bytes under a key, whatever stood there.
    ///
    /// # Errors
    /// [`ObjectsError`].
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), ObjectsError> {
        self.0.put(&Key::from(key), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The bytes under a key.
    ///
    /// # Errors
    /// [`ObjectsError`], also if there are none.
    pub async fn get(&self, key: &str) -> Result<Bytes, ObjectsError> {
        Ok(self.0.get(&Key::from(key)).await?.bytes().await?)
    }

    /// Removes an object; one that is not there is removed already.
    ///
    /// # Errors
    /// [`ObjectsError`].
    pub async fn remove(&self, key: &str) -> Result<(), ObjectsError> {
        match self.0.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The objects there are, for tests and checks.
    ///
    /// # Errors
    /// [`ObjectsError`].
    pub async fn keys(&self) -> Result<Vec<String>, ObjectsError> {
        use object_store::ListResult;
        let mut keys = Vec::new();
        let mut folders = vec![None];
        while let Some(folder) = folders.pop() {
            let ListResult {
                objects,
                common_prefixes,
                ..
            } = self.0.list_with_delimiter(folder.as_ref()).await?;
            keys.extend(objects.into_iter().map(|object| object.location.to_string()));
            folders.extend(common_prefixes.into_iter().map(Some));
        }
        keys.sort();
        Ok(keys)
    }
}
